/** Appeals: a Toloker writes that a rejected answer was right. */

import { addThread } from "../entities/message_threads.ts";
import type { Reaction } from "../world/world.ts";

const TOPIC = "Rejected task";
const TEXT = "I think my answers were right. Please look at them again.";

/** Sends the message of a Toloker who appeals. */
export const writeAppeal: Reaction = (world, event) => {
  if (event.type !== "APPEALED") return;
  const { id, pool, toloker } = event.assignment;
  addThread(world, [toloker], {
    topic: { EN: TOPIC },
    answerable: true,
    folders: ["INBOX", "UNREAD"],
    meta: {
      pool_id: pool.view.id,
      project_id: pool.project.view.id,
      assignment_id: id,
    },
  }, [{
    text: { EN: TEXT },
    from: { id: toloker.id, role: "USER", myself: false },
    created: world.time,
  }]);
};
