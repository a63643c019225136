package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CellTableTest {
    @Test
    void findsWhatWasAddedAndNothingElse() {
        CellTable<Integer> table = new CellTable<>();
        Random random = new Random(7);
        Set<Integer> keys = new LinkedHashSet<>();
        while (keys.size() < 2_000) {
            keys.add(random.nextInt(1 << 17));
        }

        keys.forEach(key -> table.add(key, -key));

        assertThat(keys).allSatisfy(key -> assertThat(table.get(key)).isEqualTo(-key));
        for (int key = 0; key < 1 << 17; key++) {
            assertThat(table.get(key) != null).isEqualTo(keys.contains(key));
        }
    }
}
