/** Results of trainings: values of the training's skill. */

import { job } from "../world/jobs.ts";
import { addSkill, setSkill } from "../entities/skills.ts";
import { hasSeen } from "../issuing/seen.ts";
import type {
  AssignmentRecord,
  Lesson,
  PoolRecord,
  TolokerRecord,
} from "../world/records.ts";
import type { Reaction, World } from "../world/world.ts";

/** Gives Tolokers their training skills as they finish trainings. */
export const gradeTraining: Reaction = (world, event) => {
  if (event.type !== "SUBMITTED") return;
  const { assignment } = event;
  const { pool, toloker } = assignment;
  if (pool.kind !== "TRAINING") return;
  const { id } = pool.view;
  const lesson = toloker.lessons.get(id) ??
    { suites: 0, answers: 0, right: 0 };
  toloker.lessons.set(id, lesson);
  count(lesson, assignment);
  if (!isFinished(pool, toloker, lesson)) return;
  toloker.lessons.delete(id);
  toloker.trained.set(id, world.clock.now);
  const value = 100 * lesson.right / lesson.answers;
  setSkill(world, toloker, trainingSkill(world, pool), value);
  const { retryAfter } = pool.settings;
  if (retryAfter === undefined) return;
  world.clock.after(retryAfter, job("RETRY_TRAINING", toloker.id), true);
};

/** Only the first answer to a task counts. */
function count(lesson: Lesson, { tasks, declined }: AssignmentRecord): void {
  lesson.suites++;
  lesson.answers += tasks.length;
  lesson.right +=
    tasks.filter((_task, index) => declined?.[index] === undefined)
      .length;
}

function isFinished(
  pool: PoolRecord,
  toloker: TolokerRecord,
  lesson: Lesson,
): boolean {
  const { suitesToPass } = pool.settings;
  if (suitesToPass !== undefined && lesson.suites >= suitesToPass) return true;
  return pool.waiting.TRAINING.items.every((task) => hasSeen(toloker, task));
}

/** Returns the skill of a training, created for its first Toloker. */
function trainingSkill(world: World, pool: PoolRecord): string {
  const { id, private_name } = pool.view;
  const known = world.trainingSkills.get(id);
  if (known !== undefined) return known;
  // Pools that need the training say how long its skill lasts.
  const hours = [...world.pools.values()].find(({ settings }) =>
    settings.training?.poolId === id &&
    settings.trainingSkillHours !== undefined
  )?.settings.trainingSkillHours;
  const skill = addSkill(world, {
    name: private_name,
    ...(hours !== undefined && { skill_ttl_hours: hours }),
  }, true).view.id;
  world.trainingSkills.set(id, skill);
  return skill;
}
