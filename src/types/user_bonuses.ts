/** Bonuses: money paid to Tolokers on top of rewards. @module */
import type { LocalizedText, RangeFilter, TimeValue } from "./common.ts";

/** Properties of every bonus. */
export interface UserBonusBase {
  /** Id of the Toloker. */
  user_id: string;
  /**
   * Amount, at least 0.005. In US dollars up to 100; on Yandex Tasks in
   * roubles, 5 to 10,000.
   */
  amount: number;
  /** Note for the requester only. */
  private_comment?: string;
  /** Id of the assignment that the bonus is for. */
  assignment_id?: string;
}

/** A bonus to pay, with a message to the Toloker. */
export interface UserBonusInputWithMessage extends UserBonusBase {
  /** Subject of the message, by language. */
  public_title: LocalizedText;
  /** Text of the message, by language. */
  public_message: LocalizedText;
  /**
   * `true` to pay without a message.
   *
   * @default false
   */
  without_message?: false;
}

/** A bonus to pay, without a message. */
export interface UserBonusInputWithoutMessage extends UserBonusBase {
  /** Always `true`: the bonus is paid without a message. */
  without_message: boolean;
  /** Must be absent: there is no message. */
  public_title?: null;
  /** Must be absent: there is no message. */
  public_message?: null;
}

/**
 * A bonus to pay: with a subject and a text for the Toloker, or
 * `without_message`. The server refuses one with neither.
 */
export type UserBonusInput =
  | UserBonusInputWithMessage
  | UserBonusInputWithoutMessage;

/** A paid bonus. */
export interface UserBonus extends UserBonusBase {
  /** Id of the bonus. */
  id: string;
  /** Time of the payment, UTC. */
  created: string;
  /** Subject of the message, by language; `null` without a message. */
  public_title?: LocalizedText | null;
  /** Text of the message, by language; `null` without a message. */
  public_message?: LocalizedText | null;
  /** `true` if it was paid without a message. */
  without_message?: boolean;
}

/** Filters of a list of bonuses. */
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
