/** Reactions to events, in the order of their calls, with a reason for each place. */

import { storeFiles } from "./entities/attachments.ts";
import { mergeAnswers } from "./issuing/automerge.ts";
import { raiseOverlap } from "./issuing/dynamic_overlap.ts";
import { writeAppeal } from "./quality/appeals.ts";
import { applyRules } from "./quality/quality_control.ts";
import { gradeTraining } from "./quality/training_results.ts";
import { callTolokers } from "./tolokers/working.ts";
import type { PlacedReaction } from "./world/world.ts";

/**
 * The reactions to each event, in their order. An event that a reaction causes
 * is handled completely before the next reaction sees the first one. Functions
 * given to `Simulator.on` follow after all of them.
 */
export const REACTIONS: readonly PlacedReaction[] = [
  {
    react: (world, event) => world.sender.publish(event),
    reason: "Webhooks keep the order of events: a rule's consequences follow.",
  },
  {
    react: storeFiles,
    reason: "Everyone else must see answers with the ids of their files.",
  },
  {
    react: applyRules,
    reason: "Rules may accept, reject or restrict before anyone goes on.",
  },
  {
    react: raiseOverlap,
    reason: "Overlap is decided with the skills that the rules have just set.",
  },
  {
    react: mergeAnswers,
    reason: "Answers are copied only to tasks that still need them.",
  },
  {
    react: gradeTraining,
    reason: "A training skill opens pools to the Toloker who looks next.",
  },
  {
    react: callTolokers,
    reason: "Tolokers look for work when everything above is settled.",
  },
  {
    react: writeAppeal,
    reason: "An appeal is only a message, on which nothing else depends.",
  },
];
