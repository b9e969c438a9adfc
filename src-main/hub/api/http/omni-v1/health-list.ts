/** `GET /instances/` (with the slash): the accounts and how they are, as the MCP client reads them. */
import type { FastifyRequest } from 'fastify'
import type { Services } from '../../services.ts'
import { withoutOthers } from './auth.ts'
import { v1Status } from './instance-fields/answer.ts'
import { type ListQuery, listed } from './listed.ts'

export function healthList({ instances }: Services, request: FastifyRequest, query: ListQuery) {
  const channels = listed(instances, request, query).map(({ record, driver }) => {
    const { connection, channel } = record
    const isHealthy = record.isActive && connection.state === 'connected'
    return {
      instance_name: record.name,
      channel_type: channel,
      display_name: connection.profileName ?? record.name,
      status: record.isActive ? v1Status(connection.state) : 'disconnected',
      is_healthy: isHealthy,
      is_default: record.isDefault,
      supports_contacts: true,
      supports_groups: driver.capabilities.hasGroups,
      supports_media: driver.type.offers.files,
      supports_voice: driver.type.offers.files,
      avatar_url: connection.profilePictureUrl,
      description: null,
      total_contacts: null,
      total_chats: null,
      connected_at: connection.state === 'connected' ? connection.since : null,
      last_activity_at: null,
      channel_data: {
        state: connection.state,
        message: connection.message === null ? null : withoutOthers(request, instances, connection.message),
        account: connection.account,
      },
    }
  })
  return {
    channels,
    total_count: channels.length,
    healthy_count: channels.filter((one) => one.is_healthy).length,
    partial_errors: [] as string[],
  }
}
