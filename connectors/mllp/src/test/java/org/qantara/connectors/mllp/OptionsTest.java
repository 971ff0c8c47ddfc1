package org.qantara.connectors.mllp;

import static org.assertj.core.api.Assertions.assertThat;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.junit.jupiter.api.Test;
import org.qantara.connectors.mllp.metrics.Counter;

/** The tables of README.md are what the code says. A failure prints the rows to put there. */
class OptionsTest {

    @Test
    void readmeListsEveryOptionAsDeclared() throws Exception {
        List<String> rows = new ArrayList<>();
        for (Class<?> type : List.of(MllpConfiguration.class, SecurityOptions.class)) {
            for (Field field : type.getDeclaredFields()) {
                UriParam option = field.getAnnotation(UriParam.class);
                if (option != null) {
                    assertThat(option.description()).as(field.getName()).isNotBlank();
                    assertDefault(new MllpConfiguration(), field, option.defaultValue());
                    rows.add(row(field.getName(), option.label(), option.defaultValue(), option.description()));
                }
            }
        }
        for (Field field : MllpComponent.class.getDeclaredFields()) {
            Metadata option = field.getAnnotation(Metadata.class);
            if (option != null) {
                assertDefault(new MllpComponent(), field, option.defaultValue());
                rows.add(row(field.getName(), "component", option.defaultValue(), option.description()));
            }
        }
        assertThat(rows).hasSizeGreaterThan(30);
        assertThat(readme())
                .as("the option rows are\n%s", String.join("\n", rows))
                .containsSubsequence(rows);
    }

    @Test
    void readmeListsEveryCounter() throws Exception {
        List<String> rows = Arrays.stream(Counter.values())
                .map(counter -> "| `" + counter.metricName() + "` | " + counter.description() + " |")
                .toList();
        assertThat(readme())
                .as("the counter rows are\n%s", String.join("\n", rows))
                .containsSubsequence(rows);
    }

    private static List<String> readme() throws Exception {
        try (Stream<String> lines = Files.lines(Path.of("README.md"))) {
            return lines.toList();
        }
    }

    private static String row(String name, String label, String defaultValue, String description) {
        return "| `" + name + "` | " + label + " | " + (defaultValue.isEmpty() ? "" : "`" + defaultValue + "`") + " | "
                + description + " |";
    }

    private static void assertDefault(Object bean, Field field, String declared) throws Exception {
        PropertyDescriptor property = Arrays.stream(
                        Introspector.getBeanInfo(bean.getClass()).getPropertyDescriptors())
                .filter(each -> each.getName().equals(field.getName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(field.getName() + " has no getter and setter"));
        assertThat(property.getWriteMethod()).as(field.getName()).isNotNull();
        Object actual = property.getReadMethod().invoke(bean);
        assertThat(Objects.toString(actual, ""))
                .as("default of %s", field.getName())
                .isEqualTo(declared);
    }
}
