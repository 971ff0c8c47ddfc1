package org.qantara.dpp.registry.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.qantara.dpp.registry.matching.BlockingKey;
import org.qantara.dpp.registry.names.Name;
import org.qantara.dpp.registry.names.PhoneticKey;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The spellings in which names are stored, by phonetic key: what a search for one spelling, in any script, has to look for as well.
 * Thread-safe; what it has stored it remembers, because names repeat.
 */
public final class Spellings {
    private static final int SEEN_MAX = 100_000;
    private static final int KEYS_MAX = 4;
    private static final int LENGTH_MAX = 120;

    private final JdbcTemplate jdbc;
    private final Map<String, Boolean> seen = Collections.synchronizedMap(new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > SEEN_MAX;
        }
    });

    public Spellings(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** Stores spellings that are new, in the caller's transaction; two that meet on one name get a DuplicateKeyException and repeat. */
    public void learn(Set<String> names) {
        for (String name : names) {
            if (!worthKeeping(name) || seen.containsKey(name)) {
                continue;
            }
            for (long key : keys(name)) {
                Integer known = jdbc.queryForObject(
                        "SELECT COUNT(*) FROM QANTARA_MPI_SPELLING WHERE KEY_HASH = ? AND SPELLING = ?",
                        Integer.class,
                        key,
                        name);
                if (known != null && known == 0) {
                    jdbc.update("INSERT INTO QANTARA_MPI_SPELLING (KEY_HASH, SPELLING) VALUES (?, ?)", key, name);
                }
            }
        }
    }

    /** To be called after the commit: these need not be looked up again. */
    public void learnt(Set<String> names) {
        names.stream().filter(Spellings::worthKeeping).forEach(name -> seen.put(name, true));
    }

    private static boolean worthKeeping(String name) {
        return !name.isBlank() && name.length() <= LENGTH_MAX;
    }

    /** The stored spellings that sound like this one, at most {@code max}, without itself. */
    public Set<String> like(String name, int max) {
        List<Long> keys = keys(name);
        Set<String> found = new LinkedHashSet<>();
        if (!keys.isEmpty()) {
            found.addAll(jdbc.queryForList(
                    "SELECT DISTINCT SPELLING FROM QANTARA_MPI_SPELLING WHERE KEY_HASH IN ("
                            + Records.marks(keys.size()) + ") ORDER BY SPELLING LIMIT " + max,
                    String.class,
                    keys.toArray()));
            found.remove(name);
        }
        return found;
    }

    private static List<Long> keys(String name) {
        return Name.of(name).keys().stream()
                .distinct()
                .limit(KEYS_MAX)
                .map(key -> BlockingKey.hash(PhoneticKey.VERSION + "|SPELLING|" + key))
                .toList();
    }
}
