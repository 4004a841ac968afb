"""The processes of the service, one file each; each can be lost and is started again."""
