-- Contentless, because the text is in `messages` already; `instance` narrows a search to its tenant.
CREATE VIRTUAL TABLE message_search USING fts5(text, instance, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
--> statement-breakpoint
CREATE VIRTUAL TABLE people_search USING fts5(names, numbers, instance, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
--> statement-breakpoint
-- Messages that are here already are indexed from the newest down, new ones from the next up.
INSERT INTO search_state (id, low, high) SELECT 1, coalesce(max(seq), 0) + 1, coalesce(max(seq), 0) FROM messages;
--> statement-breakpoint
INSERT INTO search_dirty_people (conversation_id) SELECT id FROM conversations ORDER BY last_message_at;
--> statement-breakpoint
CREATE TRIGGER search_message_changed AFTER UPDATE OF text, revoked_at ON messages BEGIN
  INSERT OR IGNORE INTO search_dirty_messages (seq) VALUES (new.seq);
END;
--> statement-breakpoint
CREATE TRIGGER search_message_gone AFTER DELETE ON messages BEGIN
  INSERT OR IGNORE INTO search_dirty_messages (seq) VALUES (old.seq);
END;
--> statement-breakpoint
CREATE TRIGGER search_conversation_new AFTER INSERT ON conversations BEGIN
  INSERT OR IGNORE INTO search_dirty_people (conversation_id) VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER search_conversation_changed AFTER UPDATE OF name, contact_id, external_id ON conversations BEGIN
  INSERT OR IGNORE INTO search_dirty_people (conversation_id) VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER search_conversation_gone AFTER DELETE ON conversations BEGIN
  INSERT OR IGNORE INTO search_dirty_people (conversation_id) VALUES (old.id);
END;
--> statement-breakpoint
CREATE TRIGGER search_contact_renamed AFTER UPDATE OF name ON contacts WHEN new.name IS NOT old.name BEGIN
  INSERT OR IGNORE INTO search_dirty_people (conversation_id) SELECT id FROM conversations WHERE contact_id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER search_identity_new AFTER INSERT ON identities BEGIN
  INSERT OR IGNORE INTO search_dirty_people (conversation_id) SELECT id FROM conversations WHERE contact_id = new.contact_id;
END;
