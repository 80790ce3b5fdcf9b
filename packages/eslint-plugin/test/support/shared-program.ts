/**
 * One program for all typed cases of a test file. typescript-eslint makes a new type checker for each text it
 * is given, which learns core's types from the start: a quarter of a second for each of several hundred
 * cases. So the cases are announced before they run, each is a file of one program, and its types are asked
 * of one checker.
 *
 * A text that nobody announced is parsed without types: RuleTester only looks whether what a fix makes can be
 * parsed. With the option `announces` the program is made anew for it.
 */

import { createRequire } from 'node:module'
import { extname } from 'node:path'
import type ts from 'typescript'
import tseslint from 'typescript-eslint'

// The very TypeScript of typescript-eslint, which is an older one in a test.
const compiler = createRequire(import.meta.url)('typescript') as typeof ts

export const fixtures: string = new URL('../fixtures/', import.meta.url).pathname

const texts = new Map<string, string>()
const sources = new Map<string, ts.SourceFile | undefined>()
let program: ts.Program | undefined

/** Makes files of these texts: the next program has them. */
export function announce(codes: Iterable<string>, ending = '.ts'): void {
  for (const code of codes) {
    if (texts.has(code)) continue
    texts.set(code, `${fixtures}case-${texts.size}${ending}`)
    program = undefined
  }
}

function makeProgram(): ts.Program {
  const { config } = compiler.readConfigFile(`${fixtures}tsconfig.json`, compiler.sys.readFile)
  const { options } = compiler.parseJsonConfigFileContent(config, compiler.sys, fixtures)
  const codes = new Map([...texts].map(([code, file]) => [file, code]))
  const host = compiler.createCompilerHost(options, true)
  const { fileExists, getSourceFile, readFile } = host
  host.fileExists = (file) => codes.has(file) || fileExists(file)
  host.readFile = (file) => codes.get(file) ?? readFile(file)
  host.getSourceFile = (file, ...how) => {
    if (!sources.has(file)) sources.set(file, getSourceFile(file, ...how))
    return sources.get(file)
  }
  return compiler.createProgram([`${fixtures}globals.d.ts`, ...codes.keys()], options, host)
}

const parse = tseslint.parser.parseForESLint as (text: string, options: object) => object

/** typescript-eslint's parser, on that program. */
export const sharedParser: { parseForESLint(text: string, options: object): object } = {
  parseForESLint(text, options) {
    if ('announces' in options)
      announce([text], extname(String((options as { filePath?: unknown }).filePath)))
    const filePath = texts.get(text)
    if (filePath === undefined) return parse(text, options)
    program ??= makeProgram()
    return parse(text, { ...options, filePath, programs: [program] })
  },
}
