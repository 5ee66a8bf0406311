package guildhall.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * ENGINE MODEL DECISION INPUTS prints what the first hundred people are answered, how long the model took to load and
 * how long one evaluation takes once HotSpot has compiled it, as JSON.
 */
public final class Main {
    private static final Map<String, Engine> ENGINES = Map.of("drools", new Drools(), "jdmn", new Jdmn());
    /** As many answers as ours are held against. */
    private static final int ANSWERS = 100;

    public static void main(String[] arguments) throws Exception {
        var engine = ENGINES.get(arguments[0]);
        var people = People.read(Path.of(arguments[3]));

        long started = System.nanoTime();
        var decision = engine.open(Path.of(arguments[1]), arguments[2]);
        double load = (System.nanoTime() - started) / 1e6;

        List<Supplier<Object>> evaluations = new ArrayList<>();
        for (var person : people) evaluations.add(decision.prepare(person));

        var answers = evaluations.stream().limit(ANSWERS).map(Supplier::get).toList();
        double nanoseconds = new Measurement(evaluations).best();
        var mapper = JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();
        System.out.println(mapper.writeValueAsString(Map.of("answers", answers, "load_ms", load, "ns", nanoseconds)));
    }
}
