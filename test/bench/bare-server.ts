/** The yardstick of `accept`: a Fastify handler that parses the same body and does nothing with it. */
import Fastify from 'fastify'

const app = Fastify()
app.post('/webhook/evolution/:name', async (request) => {
  const { instance } = request.body as { instance: string }
  return { status: 'success', instance, trace_id: '01a1fd81-73d3-714b-a184-c990a41ee685' }
})
const url = await app.listen({ host: '127.0.0.1', port: 0 })
console.log(`bare at ${url}`)
process.on('SIGTERM', () => process.exit(0))
