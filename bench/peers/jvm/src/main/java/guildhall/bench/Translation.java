package guildhall.bench;

import com.gs.dmn.dialect.JavaTimeDMNDialectDefinition;
import com.gs.dmn.log.NopBuildLogger;
import com.gs.dmn.serialization.DefaultTypeDeserializationConfigurer;
import com.gs.dmn.transformation.InputParameters;
import com.gs.dmn.transformation.ToQuotedNameTransformer;
import com.gs.dmn.transformation.lazy.NopLazyEvaluationDetector;
import com.gs.dmn.transformation.template.TreeTemplateProvider;
import com.gs.dmn.validation.NopDMNValidator;
import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/** A model as jDMN writes it in Java, with its defaults, and as the compiler of the JDK makes classes of that. */
final class Translation {
    private static final String PACKAGE = "translated";

    private final ClassLoader classes;

    /** The folder for temporary files keeps them: classes are loaded when they are first used. */
    Translation(Path model) throws Exception {
        var folder = Files.createTempDirectory(PACKAGE);
        write(model, folder);
        compile(folder);
        classes = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }

    /** A decision's class is named as it is, but for the first letter. */
    Class<?> decision(String name) throws ClassNotFoundException {
        return classes.loadClass(PACKAGE + "." + name.substring(0, 1).toUpperCase() + name.substring(1));
    }

    private static void write(Path model, Path folder) {
        var logger = new NopBuildLogger();
        // Without quotes a name with a hyphen is a subtraction.
        var transformer = new ToQuotedNameTransformer(logger);
        var parameters = new InputParameters(Map.of("javaRootPackage", PACKAGE));
        new JavaTimeDMNDialectDefinition().createDMNToNativeTransformer(
                new NopDMNValidator(), transformer, new TreeTemplateProvider(), new NopLazyEvaluationDetector(),
                new DefaultTypeDeserializationConfigurer(), parameters, logger).transform(model, folder);
    }

    private static void compile(Path folder) throws Exception {
        // Parameters keep their names, by which inputs are told apart.
        var arguments = new ArrayList<>(List.of("-proc:none", "-parameters"));
        arguments.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        try (var files = Files.walk(folder)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        var said = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new));
        if (status != 0) throw new IllegalArgumentException("what jDMN wrote does not compile: " + said);
    }
}
