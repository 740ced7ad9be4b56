/** One case, as it ended. */
export interface CaseReport {
  /** Names of the groups it is in, and its own. */
  readonly path: readonly string[];
  readonly passed: boolean;
  readonly milliseconds: number;
}

/** All rounds of one race together. */
export interface RaceReport {
  readonly path: readonly string[];
  readonly rounds: number;
  /** Commits that raced for one winner, of all rounds. */
  readonly attempts: number;
  /** Commits that won: as many as there were rounds, if the store is right. */
  readonly winners: number;
  /** The same by connection or process. */
  readonly winnersBy: readonly number[];
  readonly milliseconds: number;
}

/** What the kit ran on a store; it fills while the cases run. */
export interface StoreReport {
  readonly name: string;
  readonly cases: readonly CaseReport[];
  readonly races: readonly RaceReport[];
  /** Groups that were left out, and which capability they need. */
  readonly skipped: readonly { readonly group: string; readonly needs: string }[];
}

/** A round's race: which connection each attempt went through, and whether it won. */
export type Round = readonly { readonly by: number; readonly won: boolean }[];

/** Notes what becomes of the cases. */
export interface Recorder {
  readonly report: StoreReport;
  /** What defines the cases of a group; a runner may call it after the group around it has ended. */
  readonly group: (name: string, define: () => void) => () => void;
  readonly recorded: (name: string, run: () => Promise<void>) => () => Promise<void>;
  readonly skip: (group: string, needs: string) => void;
  /** Notes the rounds of the race that the running case is. */
  readonly race: () => (round: Round) => void;
}

export function createRecorder(name: string): Recorder {
  const cases: CaseReport[] = [];
  const races: RaceReport[] = [];
  const skipped: { group: string; needs: string }[] = [];
  let groups: readonly string[] = [];
  let running: readonly string[] = [];
  return {
    report: { name, cases, races, skipped },
    group(name, define) {
      const path = [...groups, name];
      return () => {
        const around = groups;
        groups = path;
        define();
        groups = around;
      };
    },
    recorded(name, run) {
      const path = [...groups, name];
      return async () => {
        const start = performance.now();
        let passed = false;
        running = path;
        try {
          await run();
          passed = true;
        } finally {
          cases.push({ path, passed, milliseconds: performance.now() - start });
        }
      };
    },
    skip(group, needs) {
      skipped.push({ group: [...groups.slice(1), group].join(' > '), needs });
    },
    race() {
      const path = running;
      const start = performance.now();
      const place = races.length;
      const winnersBy: number[] = [];
      let [rounds, attempts, winners] = [0, 0, 0];
      return (round) => {
        rounds += 1;
        attempts += round.length;
        for (const { by, won } of round) {
          winnersBy[by] = (winnersBy[by] ?? 0) + Number(won);
          winners += Number(won);
        }
        const milliseconds = performance.now() - start;
        races[place] = { path, rounds, attempts, winners, winnersBy, milliseconds };
      };
    },
  };
}

/** A report as lines of text: the cases together, what was left out, and each race. */
export function formatReport({ name, cases, races, skipped }: StoreReport): string {
  const passed = cases.filter((one) => one.passed).length;
  const took = cases.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const lines = [`${passed} of ${cases.length} cases passed in ${seconds(took)}`];
  for (const { group, needs } of skipped) lines.push(`${group}: skipped, needs ${needs}`);
  for (const race of races) lines.push(formatRace(race));
  return lines.map((line) => `${name}: ${line}`).join('\n');
}

function formatRace({
  path,
  rounds,
  attempts,
  winners,
  winnersBy,
  milliseconds,
}: RaceReport): string {
  return (
    `${path.slice(1).join(' > ')}: ${winners} winners in ${rounds} rounds ` +
    `of ${attempts} commits (${winnersBy.join(' + ')}) in ${seconds(milliseconds)}`
  );
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
