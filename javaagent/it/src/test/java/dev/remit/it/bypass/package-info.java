/** Ways around the guard, each really tried. */
package dev.remit.it.bypass;
