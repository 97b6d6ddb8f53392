package dev.remit.cedar.entity;

/** Entities that can't be read; the message names the file and the place: line and column, or a JSON pointer. */
public final class EntityFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EntityFormatException(String fileName, String place, String message) {
        super(fileName + ':' + place + ": " + message);
    }
}
