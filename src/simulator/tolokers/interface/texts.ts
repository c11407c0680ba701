/** Texts that Tolokers write where any text will do. */

import { Random } from "../../engine/random.ts";

/** Kind of a text: right, wrong, or either. */
export type Aim = "right" | "wrong" | "any";

/** Number of different wrong texts. */
const WRONG_TEXTS = 4;
/** Words of a text without a minimum. */
const WORDS = { min: 3, max: 6 };

const VOCABULARY = (
  "about again along always animal apple around autumn bird blue bread bright " +
  "brother busy calm child city clean cloud cold corner country dark dinner " +
  "door early evening family field fish flower forest friend garden glass " +
  "green happy heavy high house island kitchen lake large late letter light " +
  "little long market morning mountain music narrow near never night north " +
  "often open orange over paper people picture quiet rain river road room " +
  "school short sister slow small soft south spring station stone street " +
  "summer table train tree under valley village warm water white wind window " +
  "winter wood yellow young"
).split(" ");

/** A text of a few words; wrong ones are of a few, so that they meet. */
export function words(
  random: Random,
  aim: Aim,
  least = 0,
  most: number = Infinity,
): string {
  const source = aim === "right"
    ? random
    : new Random(`wrong text ${random.integer(1, WRONG_TEXTS)}`);
  const count = source.integer(WORDS.min, WORDS.max);
  const chosen = Array.from({ length: count }, () => source.pick(VOCABULARY));
  let text = chosen.join(" ");
  while (text.length < least) text += ` ${source.pick(VOCABULARY)}`;
  // A text does not end with a space, which a reader might cut off.
  return text.slice(0, most).replace(/ $/, ".");
}
