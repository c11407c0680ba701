/** The requester whose token is in use. @module */
import type { LocalizedText } from "./common.ts";

/** Company of a requester. */
export interface RequesterCompany {
  /** Id of the company. */
  id?: string;
  /** Id of the requester who owns the company's account. */
  superintendent_id?: string;
}

/** The requester. */
export interface Requester {
  /** Id of the requester. */
  id: string;
  /** Money left, in US dollars. */
  balance: number;
  /** Name Tolokers see. */
  public_name?: LocalizedText;
  /** Company, if there is one. */
  company?: RequesterCompany;
}
