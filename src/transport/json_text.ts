/** A body that is JSON already. */
export class JsonText {
  /** The JSON. */
  readonly text: string;

  /** Takes the JSON as it is. */
  constructor(text: string) {
    this.text = text;
  }
}
