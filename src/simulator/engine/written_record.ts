/** Records that there may be millions of. */

/** A record that is written without building the object first. */
export abstract class WrittenRecord<View> {
  /**
   * Adds the pieces of its JSON. A page joins the pieces of all its records,
   * as texts that are put together one by one are copied several times.
   */
  abstract writeTo(pieces: string[]): void;

  /** The record as the API returns it. */
  get json(): string {
    const pieces: string[] = [];
    this.writeTo(pieces);
    return pieces.join("");
  }

  /** The object that the API returns. */
  toJSON(): View {
    return JSON.parse(this.json);
  }
}
