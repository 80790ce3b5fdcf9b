/**
 * The command `acoro`: looks at a running program from a terminal, also while its loop is blocked. Programs
 * are found by the files that their consoles leave; none is sent a signal.
 */

import { directoryPath } from '../attach/directory.ts'
import { listPrograms, type ProgramFile } from '../attach/program-file.ts'
import { ConsoleError } from '../base/console-error.ts'
import { escapedText } from '../base/shown-text.ts'
import { askProgram } from './ask-program.ts'
import { replayCommand } from './replay-command.ts'

/** Where a command writes. */
export interface Output {
  out(text: string): void
  error(text: string): void
}

const USAGE = `usage: acoro ps [PID]       the tasks as a table, and who awaits them
       acoro pstree [PID]   the tasks as a tree of awaits
       acoro console [PID]  how the program is, and the address of its page
       acoro replay FILE [STEP]  a failing order or a recorded run, as @acoro/testing writes it

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
  if (argv[0] === 'replay') return replayCommand(argv.slice(1), output)
  const [command, pid, ...rest] = argv
  if (command === '--help' || command === '-h' || command === 'help') {
    output.out(USAGE)
    return 0
  }
  const isKnown = command === 'ps' || command === 'pstree' || command === 'console'
  if (!isKnown || rest.length > 0 || (pid !== undefined && !/^[1-9]\d*$/.test(pid))) {
    output.error(`Expected a command and the id of a process, got '${shown(argv.join(' '))}'\n\n${USAGE}`)
    return 2
  }
  try {
    const program = programOf(pid === undefined ? undefined : Number(pid))
    const view = command === 'console' ? 'verdict' : command
    const { text, circles } = await askProgram(program, 'text', { view })
    output.out(shown(text))
    if (command === 'console')
      output.out(`http://${shown(program.host)}:${program.port}/#${shown(program.token)}`)
    return circles > 0 ? 1 : 0
  } catch (error) {
    if (!(error instanceof ConsoleError)) throw error
    output.error(shown(error.message))
    return 1
  }
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
