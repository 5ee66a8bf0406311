package guildhall.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gs.dmn.runtime.Context;
import com.gs.dmn.runtime.ExecutionContextBuilder;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** jDMN with the model translated to Java: its interpreter parses every expression anew, each time. */
final class Jdmn implements Engine {
    private static final JsonMapper MAPPER = new JsonMapper();

    @Override
    public Decision open(Path model, String name) throws Exception {
        var type = new Translation(model).decision(name);
        var decision = type.getConstructor().newInstance();
        var apply = Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals("apply")).findFirst().orElseThrow();
        return person -> {
            var arguments = arguments(apply, person);
            return () -> call(apply, decision, arguments);
        };
    }

    /** The parameters are the decision's inputs, named alike but for case, and last what an evaluation runs in. */
    private static Object[] arguments(Method apply, Map<String, Object> person) {
        var inputs = new TreeMap<String, Object>(String.CASE_INSENSITIVE_ORDER);
        inputs.putAll(person);
        return Arrays.stream(apply.getParameters())
                .map(parameter -> MAPPER.convertValue(inputs.get(parameter.getName()), parameter.getType())).toArray();
    }

    private static Object call(Method apply, Object decision, Object[] arguments) {
        arguments[arguments.length - 1] = ExecutionContextBuilder.executionContext().build();
        try {
            var answer = apply.invoke(decision, arguments);
            return answer instanceof Context context ? context.getBindings() : answer;
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException(error);
        }
    }
}
