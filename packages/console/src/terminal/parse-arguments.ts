/** The arguments of the command `acoro`. WrongArguments says what was expected and what came. */

import type { TopAsk } from '../protocol/asks.ts'

export class WrongArguments extends Error {}

export type TopColumn = NonNullable<TopAsk['sort']>

export type Arguments =
  | { readonly command: 'help' }
  | { readonly command: 'ps' | 'pstree' | 'console'; readonly pid: number | undefined }
  | TopArguments
  | RecordArguments
  | FileArguments<'chrome'>
  | FileArguments<'open'>

export interface TopArguments {
  readonly command: 'top'
  readonly pid: number | undefined
  readonly seconds: number
  readonly times: number
  readonly column: TopColumn
}

export interface RecordArguments {
  readonly command: 'record'
  readonly pid: number | undefined
  readonly seconds: number
  readonly file: string
}

export interface FileArguments<Command> {
  readonly command: Command
  readonly file: string
}

const COLUMNS: readonly TopColumn[] = ['steps', 'busy', 'created', 'failed', 'growth']

export function parseArguments(argv: readonly string[]): Arguments {
  const [command, ...rest] = argv
  if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
    if (command === undefined) throw wrong(argv)
    return { command: 'help' }
  }
  const { options, words } = split(rest)
  const allow = (names: string, most: number): void => {
    const unknown = [...options.keys()].find((name) => !names.includes(name))
    if (unknown !== undefined) throw new WrongArguments(`Expected no option -${unknown} of acoro ${command}`)
    if (words.length > most) throw wrong(argv)
  }
  switch (command) {
    case 'ps':
    case 'pstree':
    case 'console':
      allow('', 1)
      return { command, pid: pidOf(words[0], argv) }
    case 'top': {
      allow('dno', 1)
      const column = options.get('o') ?? 'steps'
      const known = COLUMNS.find((each) => each === column)
      if (known === undefined)
        throw new WrongArguments(`Expected -o to be one of ${COLUMNS.join(', ')}, got '${column}'`)
      return {
        command,
        pid: pidOf(words[0], argv),
        seconds: numberOf(options, 'd', 5, 60),
        times: numberOf(options, 'n', 1, 1_000_000),
        column: known,
      }
    }
    case 'record': {
      allow('d', 2)
      const [first, file = first] = words
      if (file === undefined) throw new WrongArguments('Expected the file into which acoro record writes')
      return {
        command,
        pid: words.length === 2 ? pidOf(first, argv) : undefined,
        seconds: numberOf(options, 'd', 10, 60),
        file,
      }
    }
    case 'chrome':
    case 'open': {
      allow('', 1)
      const [file] = words
      const what = command === 'open' ? 'the file of an order or of a recording' : 'the file of a recording'
      if (file === undefined) throw new WrongArguments(`Expected ${what}`)
      return { command, file }
    }
    default:
      throw wrong(argv)
  }
}

/** `-d 5` and `-d5` are options; all else is a word. */
function split(argv: readonly string[]): { options: Map<string, string>; words: string[] } {
  const options = new Map<string, string>()
  const words: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] as string
    const [, name, value] = /^-([a-z])(.*)$/s.exec(word) ?? []
    if (name === undefined) words.push(word)
    else if (value !== '') options.set(name, value as string)
    else options.set(name, argv[++at] ?? '')
  }
  return { options, words }
}

function pidOf(word: string | undefined, argv: readonly string[]): number | undefined {
  if (word === undefined) return undefined
  if (!/^[1-9]\d{0,9}$/.test(word)) throw wrong(argv)
  return Number(word)
}

function numberOf(
  options: ReadonlyMap<string, string>,
  name: string,
  otherwise: number,
  most: number,
): number {
  const text = options.get(name)
  if (text === undefined) return otherwise
  if (/^[1-9]\d{0,6}$/.test(text) && Number(text) <= most) return Number(text)
  throw new WrongArguments(`Expected -${name} to be a whole number from 1 to ${most}, got '${text}'`)
}

function wrong(argv: readonly string[]): WrongArguments {
  return new WrongArguments(`Expected a command and the id of a process, got '${argv.join(' ')}'`)
}
