import { whyNoStacks } from './stack-probe.ts'

/** What cannot be shown here, and why. */
export function missingHere(versions: Readonly<Record<string, string | undefined>>): string[] {
  const noStacks = whyNoStacks(versions)
  return noStacks === null ? [] : [`The lines of a blocked loop are not here, because ${noStacks}.`]
}
