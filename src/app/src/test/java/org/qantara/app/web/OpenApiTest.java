package org.qantara.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.Yaml;

/** The hand-written description and the mapped paths say the same. */
class OpenApiTest {
    private static Stream<String> mapped(Class<?> controller) {
        RequestMapping whole = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        String prefix = whole == null || whole.path().length == 0 ? "" : whole.path()[0];
        return Arrays.stream(controller.getDeclaredMethods()).flatMap(method -> mapped(method, prefix));
    }

    private static Stream<String> mapped(Method method, String prefix) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (mapping == null) return Stream.of();
        Stream<String> paths = mapping.path().length == 0 ? Stream.of("") : Arrays.stream(mapping.path());
        String verb = mapping.method()[0].name();
        return paths.map(path -> verb + " " + prefix + path);
    }

    private static Map<?, ?> document() throws Exception {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/web/openapi.yaml")) {
            return new Yaml().load(in);
        }
    }

    @Test
    void everyMappedPathStandsInTheDocumentAndEveryPathOfTheDocumentIsMapped() throws Exception {
        Set<String> mapped = new TreeSet<>();
        for (Class<?> part : WebServer.class.getAnnotation(Import.class).value())
            if (part.isAnnotationPresent(RestController.class)) mapped(part).forEach(mapped::add);
        Set<String> described = new TreeSet<>();
        ((Map<?, ?>) document().get("paths")).forEach((path, operations) -> ((Map<?, ?>) operations)
                .keySet().stream()
                        .filter(key -> !key.equals("parameters"))
                        .forEach(verb -> described.add(verb.toString().toUpperCase(Locale.ROOT) + " " + path)));
        assertThat(described).contains("GET /api/messages", "POST /api/backup").isEqualTo(mapped);
    }

    @Test
    void everyReferenceLeadsSomewhere() throws Exception {
        Map<?, ?> document = document();
        Set<String> references = new TreeSet<>();
        references(document, references);
        for (String reference : references) {
            Object at = document;
            for (String part : reference.substring(2).split("/")) at = ((Map<?, ?>) at).get(part);
            assertThat(at).as(reference).isNotNull();
        }
        assertThat(references).hasSizeGreaterThan(10);
    }

    private static void references(Object node, Set<String> found) {
        if (node instanceof Map<?, ?> map)
            map.forEach((key, value) -> {
                if (key.equals("$ref")) found.add(value.toString());
                else references(value, found);
            });
        else if (node instanceof Iterable<?> list) list.forEach(one -> references(one, found));
    }
}
