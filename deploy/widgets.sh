#!/bin/sh
# The command `widgets` of an installation, as the user and with the settings of the server.
exec runuser -u widgets -- env WIDGETS_SETTINGS_FILE=/etc/widgets/environment \
	/opt/widgets/.venv/bin/widgets "$@"
