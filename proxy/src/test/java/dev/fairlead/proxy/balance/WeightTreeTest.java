package dev.fairlead.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightTreeTest {
    @Test
    void emptyTreeWeighsNothing() {
        assertThat(new WeightTree(0).total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 64, 100})
    void agreesWithALineOfShares(int size) {
        Random random = new Random(size);
        WeightTree tree = new WeightTree(size);
        long[] weights = new long[size];

        for (int round = 0; round < 50; round++) {
            int position = random.nextInt(size);
            long weight = random.nextInt(5);
            tree.add(position, weight - weights[position]);
            weights[position] = weight;

            assertThat(tree.total()).isEqualTo(Arrays.stream(weights).sum());
            int point = 0;
            for (int i = 0; i < size; i++) {
                assertThat(tree.before(i)).isEqualTo(point);
                for (long share = 0; share < weights[i]; share++) {
                    assertThat(tree.find(point++)).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void holdsTheLargestWeights() {
        WeightTree tree = new WeightTree(1000);
        for (int i = 0; i < 1000; i++) {
            tree.add(i, Integer.MAX_VALUE);
        }

        assertThat(tree.total()).isEqualTo(1000L * Integer.MAX_VALUE);
        assertThat(tree.find(tree.total() - 1)).isEqualTo(999);
    }
}
