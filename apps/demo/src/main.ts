import { runMain } from '@acoro/core'
import { linkcheck } from './cli/linkcheck.ts'
import { openConsole } from './cli/open-console.ts'
import { parseArguments } from './cli/parse-arguments.ts'
import { processTerminal } from './cli/process-terminal.ts'
import { runTour } from './cli/tour.ts'
import { usage } from './cli/usage.ts'
import { UsageError } from './cli/usage-error.ts'

const terminal = processTerminal()
// Other package managers pass the dashes of `pnpm demo -- --json` on.
const argv = process.argv.slice(process.argv[2] === '--' ? 3 : 2)

try {
  if (argv[0] === 'tour') await runTour(argv.slice(1), terminal)
  else {
    const settings = parseArguments(argv)
    if (settings.help) terminal.writeOut(usage)
    else {
      if (settings.console) await openConsole(terminal)
      await runMain(linkcheck(settings, terminal))
    }
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  terminal.writeError(`linkcheck: ${error.message}\n\n${usage}`)
  process.exitCode = 2
}
