package dev.remit.engine.audit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskSearchTest {
    private static TaskSearch search(String wanted, String... paths) {
        TaskSearch search = new TaskSearch(wanted);
        for (String path : paths) {
            search.add(TaskRecords.opened(path));
        }
        return search;
    }

    @Test
    void shouldFindATaskByTheBeginningOfItsId() {
        assertThat(search("b-1", "a-1", "a-1/b-12", "c-1").found()).containsExactly("b-12");
        assertThat(search("1", "a-1", "a-1/b-12").found()).isEmpty();
        assertThat(search("x/a-1", "a-1", "a-1/b-12").found()).containsExactly("a-1");
    }

    @Test
    void shouldFindSeveralOnOnePath() {
        assertThat(search("a", "a-1/a-2").found()).containsExactly("a-1", "a-2");
    }

    @Test
    void shouldPreferTheWholeIdToABeginning() {
        assertThat(search("a-1", "a-11", "a-1", "a-12", "a-11").found()).containsExactly("a-1");
    }

    @Test
    void shouldKeepTheLatestOfManyThatMatch() {
        TaskSearch search = new TaskSearch("a");
        for (int i = 0; i < TaskSearch.MOST_FOUND; i++) {
            search.add(TaskRecords.opened("a-" + i));
        }
        assertThat(search.isMore()).isFalse();
        search.add(TaskRecords.opened("a-more"));
        assertThat(search.isMore()).isTrue();
        assertThat(search.found()).hasSize(TaskSearch.MOST_FOUND).endsWith("a-9", "a-more");
    }

    @Test
    void shouldKeepTheLatestOfAllAndCountThem() {
        TaskSearch search = new TaskSearch("a");
        int all = TaskSearch.MOST_RECENT + 5;
        for (int i = 0; i < all; i++) {
            search.add(TaskRecords.opened("b-" + i));
        }
        assertThat(search.found()).isEmpty();
        assertThat(search.opened()).isEqualTo(all);
        assertThat(search.recent()).hasSize(TaskSearch.MOST_RECENT).startsWith("b-5");
    }

    @ParameterizedTest
    @CsvSource({
        "b, a/b/c, b/c",
        "a, a, a",
        "c, a/b/c, c",
        "b, bb/ab/b, b",
        "b, bb/ab/cb,",
        "a, a/b/a, a/b/a",
        "d, a/b/c,"
    })
    void shouldCutAPathAtATask(String id, String path, String from) {
        assertThat(TaskPath.from(id, path)).isEqualTo(from);
    }

    @Test
    void shouldReadWhatARecordKeptOfTheDetails() {
        String json = "{\"intent\":\"refund\",\"user\":\"user:alice\",\"budgets\":{\"calls\":2,\"refund\":0},"
                + "\"new\":{\"of\":[{\"a\":1}]},\"tools\":[\"x\",\"y\"],\"chain\":[\"spiffe://a/b\",\"spiffe://c/d\"]}";
        TaskDetails whole = TaskDetails.of(TaskRecords.opened("refund-1", json, 4096));
        assertThat(whole)
                .isEqualTo(new TaskDetails(
                        "refund",
                        "user:alice",
                        null,
                        List.of("calls=2", "refund=0"),
                        List.of("x", "y"),
                        List.of(),
                        List.of("spiffe://a/b", "spiffe://c/d")));
        for (int limit = 0; limit < json.length(); limit++) {
            TaskDetails cut = TaskDetails.of(TaskRecords.opened("refund-1", json, limit));
            assertThat(whole.tools()).as("%d bytes", limit).containsAll(cut.tools());
            assertThat(cut.intent()).isIn(null, "refund");
        }
        assertThat(TaskDetails.of(TaskRecords.opened("refund-1", json, json.indexOf("\"y\"")))
                        .tools())
                .containsExactly("x");
        assertThat(TaskDetails.of(TaskRecords.opened("refund-1", "no JSON", 4096)))
                .isEqualTo(TaskDetails.NONE);
    }
}
