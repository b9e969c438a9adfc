CREATE VIRTUAL TABLE `turns_search` USING fts5(`words`, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 2');
--> statement-breakpoint
CREATE TRIGGER `turns_search_forget` AFTER DELETE ON `turns` WHEN old.is_digested = 1 BEGIN
  DELETE FROM `turns_search` WHERE rowid = old.seq;
END;
