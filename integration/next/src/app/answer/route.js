export const dynamic = 'force-dynamic'

export async function GET() {
  await import('../../../programs/server.js')
  return Response.json(await globalThis.answer)
}
