package dev.remit.javaagent.weave;

/** A method that is to be a task can't be; the message names place and remedy. */
final class TaskNotBoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TaskNotBoundException(String message) {
        super(message);
    }
}
