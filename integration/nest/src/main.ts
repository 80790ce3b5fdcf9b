import 'reflect-metadata'
import { asyncify } from '@acoro/compat'
import { type CoroutineGenerator, coroutine, createTask, gather, sleep } from '@acoro/core'
import { Semaphore } from '@acoro/sync'
import { Controller, Get, Injectable, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'

@Injectable()
class Rows {
  readonly #two = new Semaphore(2)

  @coroutine
  *load(name: string): CoroutineGenerator<string> {
    const permit = yield* this.#two.acquire()
    yield* sleep(1)
    permit.release()
    return name
  }
}

@Controller()
class Answers {
  readonly rows: Rows

  constructor(rows: Rows) {
    this.rows = rows
  }

  @Get()
  answer(): Promise<object> {
    const rows = this.rows
    return asyncify(function* () {
      const found = yield* gather(rows.load('a'), rows.load('b'))
      const late = createTask(sleep(60_000))
      yield* sleep(0)
      late.cancel()
      const [error] = yield* gather([late], { returnExceptions: true })
      return { rows: found, waited: true, cancelled: (error as Error).name }
    })()
  }
}

@Module({ controllers: [Answers], providers: [Rows] })
class Root {}

async function main(): Promise<void> {
  const app = await NestFactory.create(Root, { logger: false })
  await app.listen(0, '127.0.0.1')
  const answer = await fetch(await app.getUrl())
  console.log(await answer.text())
  await app.close()
}

void main()
