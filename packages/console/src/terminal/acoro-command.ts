/**
 * The command `acoro`: looks at a running program from a terminal, also while its loop is blocked. Programs
 * are found by the files that their consoles leave; none is sent a signal.
 */

import { directoryPath } from '../attach/directory.ts'
import { listPrograms, type ProgramFile } from '../attach/program-file.ts'
import { hostText } from '../base/authority.ts'
import { ConsoleError } from '../base/console-error.ts'
import { escapedText } from '../base/shown-text.ts'
import { askProgram, silent } from './ask-program.ts'
import { openCommand } from './open-command.ts'
import type { Output } from './output.ts'
import { parseArguments, WrongArguments } from './parse-arguments.ts'
import { chromeCommand, recordCommand } from './record-command.ts'
import { replayCommand } from './replay-command.ts'
import { topCommand } from './top-command.ts'

export type { Output } from './output.ts'

const USAGE = `usage: acoro ps [PID]         the tasks as a table, and who awaits them
       acoro pstree [PID]     the tasks as a tree of awaits
       acoro top [PID] [-d SECONDS] [-n TIMES] [-o COLUMN]
                              what the tasks did in the last seconds (5), added up by function, and
                              sorted by steps, busy, created, failed or growth (created less finished)
       acoro console [PID]    how the program is, and the address of its page
       acoro record [PID] [-d SECONDS] FILE
                              records for so many seconds (10) into a new file
       acoro chrome FILE      a recording as JSON for Chrome's and Perfetto's trace viewers
       acoro open FILE        a recording, a failing order or a recorded run in the page, to step through
       acoro replay FILE [STEP]
                              a failing order or a recorded run, as @acoro/testing writes it: its steps,
                              or the state before one of them

PID may be left out if one program has a console. A program has one if it was started
with: node --import @acoro/console app.js`

const standard: Output = {
  out: (text) => void process.stdout.write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
}

/**
 * Runs a command, and returns its exit code: 0, 1 if the waits of the program form a circle or it does not
 * answer, 2 for wrong arguments.
 */
export async function acoroCommand(argv: readonly string[], output: Output = standard): Promise<number> {
  const out: Output = { out: (text) => output.out(shown(text)), error: (text) => output.error(shown(text)) }
  if (argv[0] === 'replay') return replayCommand(argv.slice(1), out)
  try {
    const args = parseArguments(argv)
    if (args.command === 'help') {
      out.out(USAGE)
      return 0
    }
    if (args.command === 'chrome') return await chromeCommand(args, output)
    if (args.command === 'open') return await openCommand(args.file, out)
    const program = programOf(args.pid)
    if (args.command === 'top') return await topCommand(program, args, out)
    if (args.command === 'record') return await recordCommand(program, args, out)
    return await viewCommand(program, args.command, out)
  } catch (error) {
    if (error instanceof WrongArguments) {
      out.error(`${error.message}\n\n${USAGE}`)
      return 2
    }
    if (!(error instanceof ConsoleError)) throw error
    out.error(error.message)
    return 1
  }
}

/** The commands that print a view once. */
async function viewCommand(
  program: ProgramFile,
  command: 'ps' | 'pstree' | 'console',
  { out }: Output,
): Promise<number> {
  const view = command === 'console' ? 'verdict' : command
  const told: { text?: unknown; circles?: unknown } = await askProgram(program, 'text', { view, now: true })
  if (typeof told.text !== 'string') throw silent(program, 'it sent no text, so it is another program')
  out(told.text)
  if (command === 'console') out(`http://${hostText(program.host)}:${program.port}/#${program.token}`)
  return typeof told.circles === 'number' && told.circles > 0 ? 1 : 0
}

/** The text with all that could control a terminal escaped; lines stay. */
function shown(text: string): string {
  return text.split('\n').map(escapedText).join('\n')
}

function programOf(pid: number | undefined): ProgramFile {
  const directory = directoryPath()
  const programs = listPrograms(directory)
  const found = pid === undefined ? programs : programs.filter((each) => each.pid === pid)
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  const list = programs.map((each) => `\n  ${each.pid}  ${each.title}`).join('')
  const what = pid === undefined ? 'one program with a console' : `process ${pid} to have a console`
  const got = programs.length === 0 ? 'none' : `${programs.length}: name one of${list}`
  const cure = programs.length === 0 ? `; start it with: node --import @acoro/console app.js` : ''
  throw new ConsoleError(`Expected ${what} in ${directory}, got ${got}${cure}`)
}
