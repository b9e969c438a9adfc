import { expectTypeOf, it } from 'vitest'
import type { conversations } from '../schema/conversations.ts'
import type { deliveries } from '../schema/outbox.ts'
import type { Row } from '../schema/row.ts'
import { type MessageRow, toMessage } from './rows.ts'

// These are checked by the compiler; here they only run through.

it('a row has the columns of its table as SQL calls them and as SQLite gives them, and no others', () => {
  expectTypeOf<Row<typeof conversations>['external_id']>().toEqualTypeOf<string>()
  expectTypeOf<Row<typeof conversations>['contact_id']>().toEqualTypeOf<string | null>()
  expectTypeOf<Row<typeof conversations>['is_archived']>().toEqualTypeOf<0 | 1>()
  expectTypeOf<Row<typeof deliveries>['pause_before_ms']>().toEqualTypeOf<number>()
  expectTypeOf<Row<typeof deliveries>>().not.toHaveProperty('pauseBeforeMs')
})

it('a mapper takes no row of another table', () => {
  expectTypeOf(toMessage).parameter(0).toEqualTypeOf<MessageRow>()
  expectTypeOf<Row<typeof deliveries>>().not.toExtend<MessageRow>()
})
