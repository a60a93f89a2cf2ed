"""How a widget reaches another site: pages, fragments, snippets and the gallery. It is handed an
edition, and cannot name the draft."""
