package guildhall.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;

/** How long a call takes, once HotSpot has compiled it. */
final class Measurement {
    private static final int ROUNDS = 5;
    private static final long ROUND_NANOSECONDS = 200_000_000;
    /** Of the processor, so that compiling comes to an end on a busy machine too. */
    private static final long WARM_UP_NANOSECONDS = 5_000_000_000L;
    /** Between two looks at the clock. */
    private static final int BATCH = 16;

    private final List<Supplier<Object>> calls;
    private int next;
    /** Results go here, so that no call can be left out. */
    private volatile Object last;

    Measurement(List<Supplier<Object>> calls) {
        this.calls = calls;
    }

    /** Nanoseconds for one call, in the best of the rounds; the calls take turns. */
    double best() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long warm = system.getProcessCpuTime() + WARM_UP_NANOSECONDS;
        while (system.getProcessCpuTime() < warm) batch();
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < ROUNDS; i++) best = Math.min(best, round());
        return best;
    }

    private double round() {
        long started = System.nanoTime();
        long spent = 0;
        int batches = 0;
        for (; spent < ROUND_NANOSECONDS; batches++) {
            batch();
            spent = System.nanoTime() - started;
        }
        return (double) spent / batches / BATCH;
    }

    private void batch() {
        for (int i = 0; i < BATCH; i++) {
            last = calls.get(next).get();
            next = (next + 1) % calls.size();
        }
    }
}
