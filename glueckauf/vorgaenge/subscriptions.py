"""What vorgaenge listens to: event -> task. Each is safe to run twice."""

from glueckauf.cities.events import SlotFreed, SlotOffered
from glueckauf.core.outbox import subscribe
from glueckauf.identity.events import AddressConfirmed
from glueckauf.mail.events import MailReceived
from glueckauf.payments.events import PaymentConfirmed
from glueckauf.vorgaenge import events, tasks

subscribe(events.AntragSubmitted, "vorgaenge.examine", tasks.examine)
subscribe(events.AntragSubmitted, "vorgaenge.mail_receipt", tasks.mail_receipt)
subscribe(events.FeePaid, "vorgaenge.examine_paid", tasks.examine)
subscribe(events.AnswersCorrected, "vorgaenge.examine_corrected", tasks.examine)
subscribe(events.BasisChanged, "vorgaenge.examine_again", tasks.examine)
subscribe(events.AnswersCorrected, "vorgaenge.mail_correction", tasks.mail_correction)
subscribe(events.DocumentsRequested, "vorgaenge.mail_request", tasks.mail_request)
subscribe(events.DocumentsArrived, "vorgaenge.mail_arrival", tasks.mail_arrival)
subscribe(events.DocumentReviewed, "vorgaenge.mail_rejection", tasks.mail_rejection)
subscribe(events.MessageSent, "vorgaenge.mail_message", tasks.mail_message)
subscribe(events.ExtensionAnswered, "vorgaenge.mail_extension", tasks.mail_extension)
subscribe(events.ReleaseDue, "vorgaenge.release", tasks.release)
subscribe(events.BescheidIssued, "vorgaenge.mail_bescheid", tasks.mail_bescheid)
subscribe(events.AppointmentMoved, "vorgaenge.mail_moved", tasks.mail_moved)
subscribe(events.VorgangWithdrawn, "vorgaenge.mail_cancelled", tasks.mail_cancelled)
subscribe(SlotFreed, "vorgaenge.offer_earlier", tasks.offer_earlier)
subscribe(SlotOffered, "vorgaenge.mail_offer", tasks.mail_offer)
subscribe(events.EffectStarted, "vorgaenge.start_effect", tasks.start_effect)
subscribe(events.EffectEnded, "vorgaenge.end_effect", tasks.end_effect)
subscribe(MailReceived, "vorgaenge.receive_mail", tasks.receive_mail)
subscribe(PaymentConfirmed, "vorgaenge.fee_paid", tasks.fee_paid)
subscribe(AddressConfirmed, "vorgaenge.claim", tasks.claim)
