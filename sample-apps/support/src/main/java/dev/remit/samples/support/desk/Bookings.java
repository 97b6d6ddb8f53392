package dev.remit.samples.support.desk;

import java.util.LinkedHashMap;
import java.util.Map;

/** The bookings. Thread-safe. */
public final class Bookings {

    /** One booking; the price in euro cents. */
    public record Booking(String id, String customer, String email, String trip, int priceCents, String state) {}

    private final Map<String, Booking> byId = new LinkedHashMap<>();

    public Bookings() {
        add(new Booking("B-4711", "Ada Lovelace", "ada@example.com", "Lisbon, 12 to 19 May", 84000, "confirmed"));
        add(new Booking("B-1042", "Grace Hopper", "grace@example.com", "Oslo, 3 to 7 June", 61500, "cancelled"));
    }

    private void add(Booking booking) {
        byId.put(booking.id(), booking);
    }

    /**
     * The booking of that id.
     *
     * @throws IllegalArgumentException if there is no such booking
     */
    public synchronized Booking get(String id) {
        Booking booking = byId.get(id);
        if (booking == null) {
            throw new IllegalArgumentException("There is no booking " + id + ".");
        }
        return booking;
    }

    /**
     * Changes a booking's state and returns it as it is now.
     *
     * @throws IllegalArgumentException if there is no such booking
     */
    public synchronized Booking setState(String id, String state) {
        Booking old = get(id);
        Booking changed = new Booking(id, old.customer(), old.email(), old.trip(), old.priceCents(), state);
        byId.put(id, changed);
        return changed;
    }
}
