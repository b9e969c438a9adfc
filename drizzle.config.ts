import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './src-main/hub/storage/sqlite/schema/*.ts',
  out: './src-main/hub/storage/sqlite/migrations',
})
