package guildhall.bench;

import java.nio.file.Path;
import java.util.List;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

/** Drools with its defaults: FEEL is interpreted. */
final class Drools implements Engine {
    @Override
    public Decision open(Path file, String decision) {
        var resource = ResourceFactory.newFileResource(file.toFile());
        var runtime = DMNRuntimeBuilder.fromDefaults().buildConfiguration().fromResources(List.of(resource))
                .getOrElseThrow(IllegalArgumentException::new);
        var model = runtime.getModels().get(0);
        if (model.hasErrors()) throw new IllegalArgumentException(model.getMessages().toString());
        return person -> {
            var context = runtime.newContext();
            person.forEach(context::set);
            return () -> runtime.evaluateByName(model, context, decision).getDecisionResultByName(decision).getResult();
        };
    }
}
