package org.qantara.mapping.schema;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.Version;
import ca.uhn.hl7v2.model.AbstractSegment;
import ca.uhn.hl7v2.model.Composite;
import ca.uhn.hl7v2.model.Group;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.model.Structure;
import ca.uhn.hl7v2.model.Type;
import ca.uhn.hl7v2.parser.DefaultModelClassFactory;
import ca.uhn.hl7v2.parser.ModelClassFactory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes one version of HL7 v2 (structures, segments, data types) from HAPI's generated classes as compact text. */
final class Hl7SchemaText {
    private static final Pattern COMPONENT = Pattern.compile("get[A-Z][a-z0-9]*?(\\d+)_(.+)");
    /** Types whose classes are in HAPI's base and not in the structures of a version. */
    private static final List<String> IN_BASE = List.of("DT", "DTM", "ID", "IS", "TM", "TN");

    private final String root;
    private final Message message;
    private final ModelClassFactory factory;

    Hl7SchemaText(Version version) throws Exception {
        this.root = "ca.uhn.hl7v2.model." + version.getPackageVersion();
        this.factory = new DefaultModelClassFactory();
        this.message = (Message) Class.forName(root + ".message.ACK")
                .getConstructor(ModelClassFactory.class)
                .newInstance(factory);
        message.setParser(new DefaultHapiContext(factory).getPipeParser());
    }

    String write() throws Exception {
        StringBuilder out = new StringBuilder();
        TreeSet<String> types = new TreeSet<>(classes("datatype"));
        types.addAll(IN_BASE);
        for (String name : types) {
            Type type = type(name);
            if (type instanceof Composite composite) {
                out.append("T ").append(name);
                Map<Integer, String> names = componentNames(type.getClass());
                Type[] components = composite.getComponents();
                for (int i = 0; i < components.length; i++) {
                    out.append('|')
                            .append(names.getOrDefault(i + 1, ""))
                            .append(':')
                            .append(components[i].getName());
                }
                out.append('\n');
            } else if (type != null) {
                out.append("T ").append(name).append('\n');
            }
        }
        for (String name : classes("segment")) {
            segment(name, out);
        }
        for (String name : classes("message")) {
            Object made = make("message", name);
            if (made instanceof Group group) {
                out.append("M ").append(name);
                group(group, out);
                out.append('\n');
            }
        }
        return out.toString();
    }

    private void segment(String name, StringBuilder out) throws HL7Exception {
        if (!(make("segment", name) instanceof AbstractSegment segment)) {
            return;
        }
        out.append("S ").append(name);
        String[] names = segment.getNames();
        for (int i = 1; i <= segment.numFields(); i++) {
            Type type = segment.getField(i, 0);
            out.append('|')
                    .append(names[i - 1].replace('|', '/').replace(':', ' ').replace('\n', ' '))
                    .append(':')
                    .append(type.getName())
                    .append(':')
                    .append(segment.isRequired(i) ? 1 : 0)
                    .append(':')
                    .append(segment.getMaxCardinality(i) == 1 ? "1" : "*");
        }
        out.append('\n');
    }

    private void group(Group group, StringBuilder out) throws HL7Exception {
        for (String name : group.getNames()) {
            Class<? extends Structure> kind = group.getClass(name);
            out.append(group.isGroup(name) ? "|(" : "|")
                    .append(name)
                    .append(group.isRequired(name) ? "" : "?")
                    .append(group.isRepeating(name) ? "*" : "");
            if (group.isGroup(name)) {
                group((Group) group.get(name), out);
                out.append("|)");
            } else if (!kind.getSimpleName().equals(name)) {
                out.append('=').append(kind.getSimpleName());
            }
        }
    }

    private static Map<Integer, String> componentNames(Class<?> type) {
        Map<Integer, String> names = new TreeMap<>();
        for (Method method : type.getMethods()) {
            Matcher m = COMPONENT.matcher(method.getName());
            if (m.matches() && method.getParameterCount() == 0) {
                names.put(Integer.parseInt(m.group(1)), m.group(2));
            }
        }
        return names;
    }

    private Type type(String name) throws Exception {
        try {
            return (Type) make("datatype", name);
        } catch (ClassCastException e) {
            return null;
        }
    }

    private Object make(String kind, String name) {
        try {
            Class<?> type = Class.forName(root + "." + kind + "." + name);
            return switch (kind) {
                case "datatype" -> type.getConstructor(Message.class).newInstance(message);
                case "segment" ->
                    type.getConstructor(Group.class, ModelClassFactory.class).newInstance(message, factory);
                default -> type.getConstructor(ModelClassFactory.class).newInstance(factory);
            };
        } catch (NoSuchMethodException
                | InstantiationException
                | InvocationTargetException
                | ClassNotFoundException e) {
            return ""; // an abstract or special class that is no structure of the standard, or none in this version
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> classes(String kind) throws Exception {
        Class<?> known = Class.forName(root + ".message.ACK");
        URI jar =
                URI.create("jar:" + known.getProtectionDomain().getCodeSource().getLocation());
        try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of());
                Stream<Path> files = Files.list(zip.getPath("/" + root.replace('.', '/') + "/" + kind))) {
            return files.map(p -> p.getFileName().toString())
                    .filter(n -> n.endsWith(".class") && !n.contains("$"))
                    .map(n -> n.substring(0, n.length() - 6))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
