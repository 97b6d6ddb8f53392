package dev.remit.samples.springlangchain4j;

import dev.remit.samples.parcel.ParcelFatJarContract;

class FatJarIT extends ParcelFatJarContract {

    FatJarIT() {
        super("answer: I asked for your parcel P-77: out for delivery.");
    }
}
