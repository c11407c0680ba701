/** Bonuses: money paid to Tolokers on top of rewards. @module */
import type { LocalizedText, RangeFilter, TimeValue } from "./common.ts";

/** A bonus to pay. */
export interface UserBonusInput {
  /** Id of the Toloker. */
  user_id: string;
  /**
   * How much, at least 0.005. In US dollars up to 100; on Yandex Tasks in
   * roubles, 5 to 10,000.
   */
  amount: number;
  /** Note for the requester only. */
  private_comment?: string;
  /** Subject of the message, by language; `null` without a message. */
  public_title?: LocalizedText | null;
  /** Text of the message, by language; `null` without a message. */
  public_message?: LocalizedText | null;
  /**
   * Whether to pay without a message; subject and text must be absent then.
   *
   * @default false
   */
  without_message?: boolean;
  /** Id of the assignment the bonus is for. */
  assignment_id?: string;
}

/** A paid bonus. */
export interface UserBonus extends UserBonusInput {
  /** Id of the bonus. */
  id: string;
  /** When it was paid, UTC. */
  created: string;
}

/** Which bonuses to list. */
export interface UserBonusQuery
  extends RangeFilter<"id", string>, RangeFilter<"created", TimeValue> {
  /** Only bonuses of this Toloker. */
  user_id?: string | undefined;
  /** Only bonuses for this assignment. */
  assignment_id?: string | undefined;
  /**
   * Only bonuses with this note. The API's description does not list it; its
   * Python client does.
   */
  private_comment?: string | undefined;
}

/** Fields a list of bonuses can be sorted by. */
export type UserBonusSortField = "id" | "created";
