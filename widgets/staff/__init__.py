"""Pages for the people who keep the catalogue: signing in, editing, previewing, publishing. The
guard decides who gets in; nothing here is ever answered to the public."""
