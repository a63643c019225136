package dev.fairlead.cli.demo.shop;

import dev.fairlead.cli.demo.shop.api.Book;
import java.util.List;
import java.util.Optional;

/** What the shop sells. Everything in it is made up. */
final class Catalogue {
    /**
     * Someone who writes.
     *
     * @param id from 1
     */
    record Author(int id, String name, String biography) {}

    static final List<Author> AUTHORS =
            List.of(
                    new Author(1, "Ines Halyard", "Keeps bees, and a list of what they did."),
                    new Author(2, "Tom Bowline", "Was a ferryman before he ran out of river."),
                    new Author(3, "Mira Capstan", "Writes at night, on the backs of charts."));

    static final List<Book> BOOKS =
            List.of(
                    book(1, "The Quiet Anchorage", 1, 1450),
                    book(2, "Salt for Beginners", 2, 990),
                    book(3, "A Chart of Small Mistakes", 3, 2100),
                    book(4, "Weather, Mostly", 1, 1275),
                    book(5, "Knots You Will Not Need", 2, 1700));

    private Catalogue() {}

    static Optional<Author> author(int id) {
        return AUTHORS.stream().filter(author -> author.id() == id).findFirst();
    }

    static Optional<Book> book(int id) {
        return BOOKS.stream().filter(book -> book.getId() == id).findFirst();
    }

    private static Book book(int id, String title, int authorId, int cents) {
        return Book.newBuilder()
                .setId(id)
                .setTitle(title)
                .setAuthorId(authorId)
                .setCents(cents)
                .build();
    }
}
