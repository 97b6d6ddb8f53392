package dev.remit.engine.audit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Verdict;
import org.junit.jupiter.api.Test;

class TaskListTest {
    @Test
    void shouldCountATasksCallsWithThoseOfTheTasksWithinIt() {
        TaskList list = new TaskList(10);
        list.add(TaskRecords.opened("a-1"));
        list.add(TaskRecords.decision("a-1", Verdict.ALLOW));
        list.add(TaskRecords.opened("a-1/b-1"));
        list.add(TaskRecords.decision("a-1/b-1", Verdict.DENY));

        assertThat(list.tasks()).extracting(ListedTask::id).containsExactly("a-1", "b-1");
        assertThat(list.tasks()).extracting(ListedTask::calls).containsExactly(2L, 1L);
        assertThat(list.tasks()).extracting(ListedTask::denied).containsExactly(1L, 1L);
        assertThat(list.tasks().get(1).outer()).isEqualTo("a-1");
    }

    @Test
    void shouldListATaskThatWasOpenedBeforeTheJournalBegins() {
        TaskList list = new TaskList(10);
        list.add(TaskRecords.decision("a-1", Verdict.ALLOW));
        assertThat(list.tasks()).extracting(ListedTask::isOpening).containsExactly(false);
        assertThat(list.tasks().get(0).calls()).isEqualTo(1);
    }

    @Test
    void shouldKeepThoseThatWereOpenedLast() {
        TaskList list = new TaskList(2);
        for (int i = 1; i <= 4; i++) {
            list.add(TaskRecords.opened("a-" + i));
        }
        // It went: it does not come back for what is done in it.
        list.add(TaskRecords.decision("a-1", Verdict.ALLOW));
        list.add(TaskRecords.decision("a-3", Verdict.ALLOW));
        assertThat(list.tasks()).extracting(ListedTask::id).containsExactly("a-3", "a-4");
        assertThat(list.tasks().get(0).calls()).isEqualTo(1);
    }
}
