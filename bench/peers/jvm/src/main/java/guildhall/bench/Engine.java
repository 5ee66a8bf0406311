package guildhall.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** A decision engine, as far as measuring needs it. */
interface Engine {
    /** Loads a model, ready to evaluate one of its decisions. */
    Decision open(Path model, String decision) throws Exception;

    /** A decision of a loaded model. */
    interface Decision {
        /**
         * Puts a person's inputs into the form that the engine evaluates, which is not measured; what is returned
         * evaluates the decision, again each time.
         */
        Supplier<Object> prepare(Map<String, Object> person) throws Exception;
    }
}
