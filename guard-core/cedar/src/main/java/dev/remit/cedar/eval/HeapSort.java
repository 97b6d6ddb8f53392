package dev.remit.cedar.eval;

/** Sorts in place, without allocating and in n log n whatever the input. */
final class HeapSort {

    private HeapSort() {}

    /** What can be sorted by index. */
    interface Sortable {
        int compareAt(int i, int j);

        void swapAt(int i, int j);
    }

    static void sort(Sortable items, int size) {
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(items, i, size);
        }
        for (int end = size - 1; end > 0; end--) {
            items.swapAt(0, end);
            sink(items, 0, end);
        }
    }

    private static void sink(Sortable items, int from, int size) {
        int parent = from;
        while (true) {
            int child = 2 * parent + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && items.compareAt(child, child + 1) < 0) {
                child++;
            }
            if (items.compareAt(parent, child) >= 0) {
                return;
            }
            items.swapAt(parent, child);
            parent = child;
        }
    }
}
