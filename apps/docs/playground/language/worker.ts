// The worker in which TypeScript runs, so that the page does not stand still. It only reads programs: it runs
// none.

import ts from 'typescript'
import type { Problem, Program } from '../base/program.ts'
import { Checker, type Declarations } from './check.ts'
import { CompileError, compile } from './compile.ts'

interface Question {
  number: number
  program: Program
  declarations: string
}

let checker: Promise<Checker> | undefined

async function load(url: string): Promise<Checker> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return new Checker(ts, (await answer.json()) as Declarations)
}

async function answer({ number, program, declarations }: Question): Promise<void> {
  try {
    checker ??= load(declarations)
    const problems = (await checker).check(program)
    postMessage({ number, ...compiled(program, problems) })
  } catch (error) {
    checker = undefined
    postMessage({ number, error: String(error) })
  }
}

function compiled(program: Program, problems: readonly Problem[]): object {
  try {
    return { compiled: compile(ts, program), problems }
  } catch (error) {
    if (error instanceof CompileError) return { compiled: undefined, problems: error.problems }
    throw error
  }
}

addEventListener('message', ({ data }: MessageEvent<Question>) => void answer(data))
