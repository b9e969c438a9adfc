/** The OpenAPI 3.1 document of all routes. Loaded when it is asked for, and then kept. */
import swagger from '@fastify/swagger'
import Fastify from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { DescribedRoute } from './routes.ts'

export interface Operation {
  tags?: string[]
  summary?: string
  description?: string
  security?: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Record<string, { schema?: JsonSchema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema?: JsonSchema }> }>
}
export interface Parameter {
  name: string
  in: 'query' | 'path' | 'header' | 'cookie'
  required?: boolean
  description?: string
  schema?: JsonSchema
}
export interface JsonSchema {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  enum?: unknown[]
  default?: unknown
  description?: string
  maximum?: number
  minimum?: number
  $ref?: string
}
export interface OpenApiDocument {
  openapi: string
  info: { title: string; version: string; description?: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema> }
}

const ERRORS: Record<string, string> = {
  400: 'The request makes no sense, or the thing exists already.',
  401: 'The API key is missing or not valid.',
  403: 'The key does not cover this: its scope or its list of instances.',
  404: 'It does not exist.',
  422: 'A field is not valid; `detail` is a list of `{loc, msg, type}`.',
  429: 'Too many attempts; see `Retry-After`.',
}

const ERROR_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['detail'],
  properties: {
    detail: {
      anyOf: [
        { type: 'string' },
        {
          type: 'array',
          items: { type: 'object', properties: { loc: { type: 'array' }, msg: { type: 'string' }, type: { type: 'string' } } },
        },
      ],
    },
  },
}

/** `@fastify/swagger` describes the routes of an app: here one that is never listened on. */
export async function openApiDocument(routes: DescribedRoute[], version: string): Promise<OpenApiDocument> {
  const app = Fastify({ logger: false, exposeHeadRoutes: false })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Omni API',
        version,
        description: 'The REST API of Omni Desktop, compatible with Automagik Omni v1.',
      },
      components: { securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } } },
      security: [{ apiKey: [] }],
    },
    transform: jsonSchemaTransform,
  })
  for (const { method, url, schema } of routes) app.route({ method, url, schema, handler: async () => null })
  await app.ready()
  const document = app.swagger() as unknown as OpenApiDocument
  await app.close()
  return withErrors(document)
}

/** Every route that wants a key may refuse in the same ways. */
function withErrors(document: OpenApiDocument): OpenApiDocument {
  document.components.schemas = { ...document.components.schemas, Error: ERROR_SCHEMA }
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    if (operation.security?.length === 0) continue
    for (const [status, description] of Object.entries(ERRORS)) {
      operation.responses[status] ??= { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } }
    }
  }
  return document
}
