package dev.remit.samples.springai;

import dev.remit.samples.parcel.ParcelFatJarContract;

class FatJarIT extends ParcelFatJarContract {

    FatJarIT() {
        // Spring AI gives the model what a tool returns as JSON, hence the quotes.
        super("answer: I asked for your parcel P-77: \"out for delivery\".");
    }
}
