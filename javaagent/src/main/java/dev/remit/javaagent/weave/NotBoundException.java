package dev.remit.javaagent.weave;

/** A method that configuration or annotation make a task or a tool is not there; the message names place and remedy. */
final class NotBoundException extends Exception {
    private static final long serialVersionUID = 1L;

    NotBoundException(String message) {
        super(message);
    }
}
