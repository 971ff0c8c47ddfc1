package org.qantara.tests.bench.mapping;

import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * The peer, {@code io.github.linuxforhealth:hl7v2-fhir-converter}, behind a class loader of its own: it needs HAPI 6.1 and HL7v2 2.3,
 * which must not meet ours. Not safe for several threads.
 */
final class PeerConverter {
    private static final String PACKAGE = "io.github.linuxforhealth.hl7.";

    private final MethodHandle convert;

    private PeerConverter(MethodHandle convert) {
        this.convert = convert;
    }

    /** Loads it; the calling thread's context class loader is the peer's from then on, its libraries look there for their parts. */
    @SuppressWarnings("resource") // the loader lives as long as the process that measures
    static PeerConverter load(String classpath) throws IOException, ReflectiveOperationException {
        ClassLoader loader = new URLClassLoader(urls(classpath), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> converter = loader.loadClass(PACKAGE + "HL7ToFHIRConverter");
        Class<?> options = loader.loadClass(PACKAGE + "ConverterOptions");
        Class<?> builder = loader.loadClass(PACKAGE + "ConverterOptions$Builder");
        Class<?> bundleType = loader.loadClass("org.hl7.fhir.r4.model.Bundle$BundleType");
        Object settings = builder.getDeclaredConstructor().newInstance();
        builder.getMethod("withBundleType", bundleType)
                .invoke(settings, bundleType.getField("TRANSACTION").get(null));
        builder.getMethod("withZoneIdText", String.class).invoke(settings, "Africa/Casablanca");
        Object built = builder.getMethod("build").invoke(settings);
        MethodHandle handle =
                lookup.findVirtual(converter, "convert", MethodType.methodType(String.class, String.class, options));
        Object instance = converter.getDeclaredConstructor().newInstance();
        return new PeerConverter(MethodHandles.insertArguments(handle.bindTo(instance), 1, built)
                .asType(MethodType.methodType(String.class, String.class)));
    }

    private static URL[] urls(String classpath) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String jar : classpath.split(File.pathSeparator, -1)) {
            urls.add(new File(jar.strip()).toURI().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    /** An HL7 v2 message as a serialised FHIR Bundle. */
    String convert(String message) {
        try {
            return (String) convert.invokeExact(message);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the peer failed", e);
        }
    }
}
