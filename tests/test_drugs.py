"""The drug of a request: name, strength, quantity, refills and class, as letters write them."""

from __future__ import annotations

import pytest

from imrkit.document import Document, Region
from imrkit.extractors.drugs import drug
from imrkit.lexicon import rows
from imrkit.model import Drug
from imrkit.vocabulary import DrugClass


def read(text: str) -> tuple[Drug, DrugClass] | None:
    document = Document(text)
    found = drug(document, Region(0, len(document.key)))
    return None if found is None else (found[0].value, found[1])


# request | name | strength | quantity | refills | class
ORAL = """
Norco 10/325mg #60 | Norco | 10/325mg | 60 | | Opioids
Norco 10/325 #90 | Norco | 10/325 | 90 | | Opioids
Norco 10-325 mg, #120 | Norco | 10-325 mg | 120 | | Opioids
Norco 7.5/325mg quantity 45 | Norco | 7.5/325mg | 45 | | Opioids
Norco 5 mg/325 mg QTY: 30 | Norco | 5 mg/325 mg | 30 | | Opioids
Norco tab 10-325mg Day Supply: 30 Qty: 120 Refills: 0 | Norco | 10-325mg | 120 | 0 | Opioids
Norco 10/325mg (quantity unspecified) | Norco | 10/325mg | | | Opioids
Norco 10/325mg, one tablet every 6 hours as needed, #110 | Norco | 10/325mg | 110 | | Opioids
Unknown prescription of Norco | Norco | | | | Opioids
Fenoprofen calcium 600mg #45 | Fenoprofen calcium | 600mg | 45 | | NSAID
Zolmitriptan 5mg x 6 | Zolmitriptan | 5mg | 6 | | Antimigraine Agent
Ventolin 90 mcg/inh #1 | Ventolin | 90 mcg/inh | 1 | | Asthma Medications
Norco 5/325mg #60 refills: 1, DOS 1/2/2031 | Norco | 5/325mg | 60 | 1 | Opioids
Norco 5/325mg x 3 days | Norco | 5/325mg | | | Opioids
1 prescription of Norco 10/325mg #100 | Norco | 10/325mg | 100 | | Opioids
One (1) prescription for Percocet 5/325mg, #60 with no refills | Percocet | 5/325mg | 60 | 0 | Opioids
Norco 5/325mg count 45 | Norco | 5/325mg | 45 | | Opioids
Norco 5/325mg, count: 75 | Norco | 5/325mg | 75 | | Opioids
Norco 5/325 mg no. 80 | Norco | 5/325 mg | 80 | | Opioids
Norco 5/325mg 60 count 2 refills | Norco | 5/325mg | 60 | 2 | Opioids
Percocet 10 #120 | Percocet | 10 | 120 | | Opioids
Hydrocodone/APAP 10/325mg #60 | Hydrocodone/APAP | 10/325mg | 60 | | Opioids
Hydrocodone bitartrate/acetaminophen 5/325 mg #30 | Hydrocodone bitartrate/acetaminophen | 5/325 mg | 30 | | Opioids
Hydrocodone-Acetaminophen 7.5-325mg, 60 tablets | Hydrocodone-Acetaminophen | 7.5-325mg | 60 | | Opioids
Hydrocodone/acetaminophen (Norco) 10/325mg #90 | Hydrocodone/acetaminophen (Norco) | 10/325mg | 90 | | Opioids
Norco (hydrocodone/APAP) 10/325mg #90 | Norco (hydrocodone/APAP) | 10/325mg | 90 | | Opioids
Oxycodone IR 15mg #120 | Oxycodone IR | 15mg | 120 | | Opioids
OxyContin ER 20 mg #60 | OxyContin ER | 20 mg | 60 | | Opioids
Morphine sulfate ER 30mg #60 | Morphine sulfate ER | 30mg | 60 | | Opioids
MS Contin 15 mg, 90 count | MS Contin | 15 mg | 90 | | Opioids
Butrans patch 10mcg/hr #4 | Butrans | 10mcg/hr | 4 | | Opioids
Fentanyl patches 50 mcg/hr #15 | Fentanyl patches | 50 mcg/hr | 15 | | Opioids
Duragesic 25 mcg/hour, ten patches | Duragesic | 25 mcg/hour | 10 | | Opioids
1 prescription of Ultram ER 150 mg, 30 count with 2 refills | Ultram ER | 150 mg | 30 | 2 | Opioids
Tramadol extended release 100mg #30 | Tramadol extended release | 100mg | 30 | | Opioids
Tramadol HCL ER 150 mg, thirty (30) capsules | Tramadol HCL ER | 150 mg | 30 | | Opioids
Ultram (tramadol HCL) 100 mg #45 | Ultram (tramadol HCL) | 100 mg | 45 | | Opioids
Tylenol #3 #60 | Tylenol #3 | | 60 | | Opioids
Tylenol No. 3 300/30mg #30 | Tylenol No. 3 | 300/30mg | 30 | | Opioids
Tylenol with codeine #4 60 tablets | Tylenol with codeine #4 | | 60 | | Opioids
Acetaminophen/codeine 300/30 mg, sixty count | Acetaminophen/codeine | 300/30 mg | 60 | | Opioids
Nucynta ER 100mg Qty 60.00 | Nucynta ER | 100mg | 60 | | Opioids
Suboxone film 8-2 mg #60 | Suboxone | 8-2 mg | 60 | | Opioids
Continued use of Methadone 10mg, #240 | Methadone | 10mg | 240 | | Opioids
Pharmacy purchase of Naproxen 550mg #60 | Naproxen | 550mg | 60 | | NSAID
Retrospective request for Naproxen Sodium 550 mg #100 (DOS 03/14/2016) | Naproxen Sodium | 550 mg | 100 | | NSAID
Anaprox DS 550mg #90 | Anaprox DS | 550mg | 90 | | NSAID
One refill of Etodolac 400mg #60 | Etodolac | 400mg | 60 | 1 | NSAID
A refill of Etodolac 400mg #60 | Etodolac | 400mg | 60 | | NSAID
Three refills of Etodolac 400mg #60 | Etodolac | 400mg | 60 | 3 | NSAID
60 tablets of Ibuprofen 800mg | Ibuprofen | 800mg | 60 | | NSAID
Ibuprofen 800 mg #90 x 3 refills | Ibuprofen | 800 mg | 90 | 3 | NSAID
Motrin 800mg, #1,000 | Motrin | 800mg | 1000 | | NSAID
Etodolac 400mg 2 refills #60 | Etodolac | 400mg | 60 | 2 | NSAID
Ibuprofen 800mg qty 60 refills 2 | Ibuprofen | 800mg | 60 | 2 | NSAID
Celebrex 200mg #30 refill: 1 | Celebrex | 200mg | 30 | 1 | NSAID
Duexis 800/26.6mg #90 | Duexis | 800/26.6mg | 90 | | NSAID
Diclofenac sodium ER 100mg #60 | Diclofenac sodium ER | 100mg | 60 | | NSAID
Voltaren XR 100mg #60 | Voltaren XR | 100mg | 60 | | NSAID
Mobic 15 mg, one tab po qd, #30, 2 RF | Mobic | 15 mg | 30 | 2 | NSAID
Meloxicam 7.5mg x 60 | Meloxicam | 7.5mg | 60 | | NSAID
Nabumetone 750 mg, 60 | Nabumetone | 750 mg | 60 | | NSAID
Toradol 60 mg IM | Toradol | 60 mg | | | NSAID
Ketorolac 10mg tablets #20 | Ketorolac | 10mg | 20 | | NSAID
Aspirin 325mg #30 | Aspirin | 325mg | 30 | | NSAID
Retrospective Fexmid 7.5mg #24, per 01/02/2015 prescription | Fexmid | 7.5mg | 24 | | Muscle Relaxant
Cyclobenzaprine HCl 10mg #30 with two (2) refills | Cyclobenzaprine HCl | 10mg | 30 | 2 | Muscle Relaxant
Fexmid 7.5 mg #60 refills x 2 | Fexmid | 7.5 mg | 60 | 2 | Muscle Relaxant
Flexeril 10 mg one p.o. t.i.d. #90 | Flexeril | 10 mg | 90 | | Muscle Relaxant
Soma 350mg #60 | Soma | 350mg | 60 | | Muscle Relaxant
Soma | Soma | | | | Muscle Relaxant
Carisoprodol (Soma) 350 mg #30 | Carisoprodol (Soma) | 350 mg | 30 | | Muscle Relaxant
Zanaflex 4 mg, QTY: 60 with 1 refill | Zanaflex | 4 mg | 60 | 1 | Muscle Relaxant
Tizanidine 2mg 1-2 tablets at bedtime #60 | Tizanidine | 2mg | 60 | | Muscle Relaxant
Robaxin 750 mg #60 | Robaxin | 750 mg | 60 | | Muscle Relaxant
Baclofen 10mg one hundred twenty (120) tablets | Baclofen | 10mg | 120 | | Muscle Relaxant
Orphenadrine citrate ER 100mg #60 | Orphenadrine citrate ER | 100mg | 60 | | Muscle Relaxant
Norflex ER 100 mg #60 | Norflex ER | 100 mg | 60 | | Muscle Relaxant
Tabradol 1mg/ml oral suspension 250ml | Tabradol | 1mg/ml | 250 | | Muscle Relaxant
Gabapentin Tab 600mg Day Supply: 30 Qty: 90 Refills: 2 | Gabapentin | 600mg | 90 | 2 | Anti-epilepsy drugs
Neurontin 300 mg, ninety count with five refills | Neurontin | 300 mg | 90 | 5 | Anti-epilepsy drugs
Lyrica 75mg #60 | Lyrica | 75mg | 60 | | Anti-epilepsy drugs
Gralise 600mg #90 | Gralise | 600mg | 90 | | Anti-epilepsy drugs
Topamax 50 mg, 60 capsules | Topamax | 50 mg | 60 | | Anti-epilepsy drugs
Fanatrex (gabapentin) 25mg/ml oral suspension 420ml | Fanatrex (gabapentin) | 25mg/ml | 420 | | Anti-epilepsy drugs
Cymbalta 30mg #30 with 3 refills | Cymbalta | 30mg | 30 | 3 | Antidepressant
Trazodone 50mg #30 | Trazodone | 50mg | 30 | | Antidepressant
Wellbutrin XL 150 mg #30 | Wellbutrin XL | 150 mg | 30 | | Antidepressant
Venlafaxine HCL ER 37.5 mg #60 | Venlafaxine HCL ER | 37.5 mg | 60 | | Antidepressant
Elavil 25 mg, at bedtime, #30 | Elavil | 25 mg | 30 | | Antidepressant
Omeprazole 20mg #60 | Omeprazole | 20mg | 60 | | Proton Pump Inhibitors
Omeprazole DR 20 mg capsules #30 | Omeprazole DR | 20 mg | 30 | | Proton Pump Inhibitors
Prilosec 20 mg, sixty count | Prilosec | 20 mg | 60 | | Proton Pump Inhibitors
Protonix 20mg, QTY 60 | Protonix | 20mg | 60 | | Proton Pump Inhibitors
Pantoprazole sodium 40mg #30 | Pantoprazole sodium | 40mg | 30 | | Proton Pump Inhibitors
20 mg Prilosec #30 | Prilosec | 20 mg | 30 | | Proton Pump Inhibitors
Pepcid 40mg | Pepcid | 40mg | | | H2 Blocker
Ranitidine 150mg #60 | Ranitidine | 150mg | 60 | | H2 Blocker
Xanax 0.5mg #60 | Xanax | 0.5mg | 60 | | Benzodiazepine
Restoril 15mg #30 | Restoril | 15mg | 30 | | Benzodiazepine
Klonopin .5mg #30 | Klonopin | .5mg | 30 | | Benzodiazepine
Ambien CR 12.5mg #30 | Ambien CR | 12.5mg | 30 | | Sedative-hypnotics
Lunesta 2 mg #30 | Lunesta | 2 mg | 30 | | Sedative-hypnotics
Zolpidem tartrate 10 mg, #30 | Zolpidem tartrate | 10 mg | 30 | | Sedative-hypnotics
Buspirone 10mg #60 | Buspirone | 10mg | 60 | | AntiAnxiety
Zofran ODT 8mg #10 | Zofran ODT | 8mg | 10 | | Antiemetic
Ondansetron 4 mg, ten tablets | Ondansetron | 4 mg | 10 | | Antiemetic
Colace 100mg #60 | Colace | 100mg | 60 | | GI Agents
Senna-S #60 | Senna-S | | 60 | | GI Agents
Docuprene 100 mg #60 | Docuprene | 100 mg | 60 | | GI Agents
Carafate 1 gm #120 | Carafate | 1 gm | 120 | | GI Agents
Medrol Dosepak 4mg #21 | Medrol | 4mg | 21 | | Adrenal Cortical Steroids
Medrol dose pack | Medrol | | | | Adrenal Cortical Steroids
Keflex 500mg #28 | Keflex | 500mg | 28 | | Anti-infectives
Augmentin 875/125 mg #20 | Augmentin | 875/125 mg | 20 | | Anti-infectives
Lisinopril 10mg #30 | Lisinopril | 10mg | 30 | | Antihypertensive
Imitrex 100 mg #9 | Imitrex | 100 mg | 9 | | Antimigraine Agent
Sumatriptan injection 6mg #2 | Sumatriptan | 6mg | 2 | | Antimigraine Agent
Benadryl 25mg #30 | Benadryl | 25mg | 30 | | Antihistamine
Metformin 500mg #60 | Metformin | 500mg | 60 | | Antidiabetics
Seroquel 50 mg, #30 | Seroquel | 50 mg | 30 | | Atypical Antipsychotic
Fioricet 50/325/40mg #60 | Fioricet | 50/325/40mg | 60 | | Barbiturates
Butalbital/APAP/caffeine 50/325/40 mg #30 | Butalbital/APAP/caffeine | 50/325/40 mg | 30 | | Barbiturates
Testosterone cypionate injection 200mg/ml 10 ml | Testosterone cypionate | 200mg/ml | 10 | | Hormones
AndroGel 1.62% pump | AndroGel | 1.62% | | | Hormones
Viagra 100mg #10 | Viagra | 100mg | 10 | | Impotence Agents
Tylenol 500 mg #100 | Tylenol | 500 mg | 100 | | Misc Analgesics
Theramine #90 | Theramine | | 90 | | Nutritional Products
Sentra PM #60 | Sentra PM | | 60 | | Nutritional Products
GABAdone #60 | GABAdone | | 60 | | Nutritional Products
Trepadone, 120 count | Trepadone | | 120 | | Nutritional Products
Glucosamine/chondroitin 500/400mg #90 | Glucosamine/chondroitin | 500/400mg | 90 | | Nutritional Products
Vitamin B12 injection | Vitamin B12 | | | | Nutritional Products
Nuvigil 150mg #30 | Nuvigil | 150mg | 30 | | Stimulants
Xarelto 10mg #12 | Xarelto | 10mg | 12 | | Anti-coagulant
Albuterol inhaler | Albuterol | | | | Asthma Medications
Lipitor 20mg #30 | Lipitor | 20mg | 30 | | Statin
Botox 200 units | Botox | 200 units | | | Other Drug
Narcan nasal spray 4mg #2 | Narcan | 4mg | 2 | | Other Drug
Colchicine 0.6mg #60 | Colchicine | 0.6mg | 60 | | Other Drug
Naproxen 550mg #60 and Omeprazole 20mg #30 | Naproxen | 550mg | 60 | | NSAID
Ambien 10mg one tab qhs prn #30 with 1 refill | Ambien | 10mg | 30 | 1 | Sedative-hypnotics
Post-operative Percocet 10/325 mg, 60 tablets | Percocet | 10/325 mg | 60 | | Opioids
Medication: Relafen 750mg (#60) | Relafen | 750mg | 60 | | NSAID
Ultracet 37.5/325mg, #60, refills 3 | Ultracet | 37.5/325mg | 60 | 3 | Opioids
Voltaren 75 mg # 60 plus one refill | Voltaren | 75 mg | 60 | 1 | NSAID
Refill of Lyrica 50mg #90 | Lyrica | 50mg | 90 | | Anti-epilepsy drugs
Xanax 1mg #60 without refills | Xanax | 1mg | 60 | 0 | Benzodiazepine
Ninety Norco 10/325 mg | Norco | 10/325 mg | 90 | | Opioids
Norco 5/325mg #30-45 | Norco | 5/325mg | | | Opioids
Norco 5/325mg, 30 to 45 tablets | Norco | 5/325mg | | | Opioids
Norco 5/325mg #45 - 2 refills | Norco | 5/325mg | 45 | 2 | Opioids
Norco 5/325 - 45 tablets | Norco | 5/325 | 45 | | Opioids
Naproxen 550mg - 45 | Naproxen | 550mg | 45 | | NSAID
Sprix nasal spray 15.75mg 5 units | Sprix | 15.75mg | 5 | | NSAID
Lactulose 10gm/15ml 240 ml | Lactulose | 10gm/15ml | 240 | | GI Agents
Retrospective review of Tylenol #4 | Tylenol #4 | | | | Opioids
Miralax 17 gm #20 | Miralax | 17 gm | 20 | | GI Agents
Miralax powder 255 g | Miralax | | 255 | | GI Agents
Weaning of Oxycodone 5mg, quantity of 30 | Oxycodone | 5mg | 30 | | Opioids
"""

TOPICAL = """
Terocin patches #30 | Terocin | | 30 | | Topical Analgesics
Terocin lotion 120ml | Terocin | | 120 | | Topical Analgesics
Terocin (salicylate 25%, menthol 10%) 120ml | Terocin (salicylate 25%, menthol 10%) | | 120 | | Topical Analgesics
Capsaicin cream 0.05% 45gm | Capsaicin cream | 0.05% | 45 | | Topical Analgesics
LidoPro ointment 110gm | LidoPro | | 110 | | Topical Analgesics
Retro Lidopro 4.5%-27%-0.03% 100gm #2, per 01/02/2015 visit note | Lidopro | 4.5%-27%-0.03% | 2 | | Topical Analgesics
Lidoderm 5% patches #60 | Lidoderm | 5% | 60 | | Topical Analgesics
Lidoderm patch 5%, 30 patches with 2 refills | Lidoderm | 5% | 30 | 2 | Topical Analgesics
Lidocaine 5% ointment 50.25gm | Lidocaine | 5% | 50.25 | | Topical Analgesics
Lidocaine 5% ointment 50 gm #1 | Lidocaine | 5% | 1 | | Topical Analgesics
Menthoderm gel 120 gm | Menthoderm | | 120 | | Topical Analgesics
Dendracin lotion | Dendracin | | | | Topical Analgesics
Medrox patches #20 | Medrox | | 20 | | Topical Analgesics
Terocin: capsaicin 0.03%, menthol 8% 90ml | Terocin | | 90 | | Topical Analgesics
Terocin lotion: 0.03% capsaicin, 8% menthol 90ml | Terocin | | 90 | | Topical Analgesics
LidoPro ointment containing lidocaine 3%, menthol 9% 80 gm | LidoPro | | 80 | | Topical Analgesics
Terocin with Norco 5/325mg #60 | Terocin | | | | Topical Analgesics
Voltaren gel 1% 3gm QID | Voltaren | 1% | | | Topical Analgesics
Voltaren gel 1%, 3 grams twice a day, 90 grams | Voltaren | 1% | 90 | | Topical Analgesics
Voltaren gel 1% 80 gr | Voltaren | 1% | 80 | | Topical Analgesics
Voltaren gel 1% 100gm #3 | Voltaren | 1% | 3 | | Topical Analgesics
Voltaren 1% gel, 5 tubes | Voltaren | 1% | 5 | | Topical Analgesics
Ketoprofen sodium 2% 20mg/g #2 | Ketoprofen sodium | 2% 20mg/g | 2 | | Topical Analgesics
Diclofenac sodium 1.5% 60 gm | Diclofenac sodium | 1.5% | 60 | | Topical Analgesics
Diclofenac 1.5% topical drops 150ml | Diclofenac | 1.5% | 150 | | Topical Analgesics
Flector patch 1.3% #30 | Flector | 1.3% | 30 | | Topical Analgesics
Pennsaid 2% solution, 112 gm | Pennsaid | 2% | 112 | | Topical Analgesics
Capsaicin 0.025% cream | Capsaicin | 0.025% | | | Topical Analgesics
Flurbiprofen 20% cream 120gm | Flurbiprofen | 20% | 120 | | Topical Analgesics
Topical ketoprofen cream | ketoprofen cream | | | | Topical Analgesics
Methyl salicylate/menthol gel 240 grams | Methyl salicylate/menthol gel | | 240 | | Topical Analgesics
Gabacyclotram 180 gms | Gabacyclotram | | 180 | | Topical Compounds
Flurbi (NAP) cream-LA 180 grams | Flurbi (NAP) cream-LA | | 180 | | Topical Compounds
FCL 180gm | FCL | | 180 | | Topical Compounds
KGL cream 240g | KGL cream | | 240 | | Topical Compounds
QXV 120 gm | QXV | | 120 | | Topical Compounds
NPC1 cream 30 gm #2 | NPC1 cream | | 2 | | Topical Compounds
Compound cream | Compound cream | | | | Topical Compounds
Compound ketoprofen 20% cream, 120 gm | ketoprofen | 20% | 120 | | Topical Compounds
Unknown topical compound cream | topical compound cream | | | | Topical Compounds
Hydrocortisone 1% cream | Hydrocortisone | 1% | | | Adrenal Cortical Steroids
Ketorolac 0.5% ophthalmic drops | Ketorolac | 0.5% | | | NSAID
"""

MIXTURES = [
    (
        "Flurbiprofen 20%/Baclofen 5%/Lidocaine 4% cream 180gm",
        "Flurbiprofen 20%/Baclofen 5%/Lidocaine 4%",
        "",
        "180",
        "",
        "Topical Compounds",
    ),
    (
        "Compound: Gabapentin 10%, Amitriptyline 10%, Bupivacaine 5% in cream base, 240g",
        "Gabapentin 10%, Amitriptyline 10%, Bupivacaine 5%",
        "",
        "240",
        "",
        "Topical Compounds",
    ),
    (
        "Compound cream (Flurbiprofen 25%, Menthol 10%, Camphor 3%, Capsaicin 0.0375%) 30gm",
        "Flurbiprofen 25%, Menthol 10%, Camphor 3%, Capsaicin 0.0375%",
        "",
        "30",
        "",
        "Topical Compounds",
    ),
    (
        "Fluriflex (Flurbiprofen 15%/Cyclobenzaprine 10%) 240gm",
        "Fluriflex (Flurbiprofen 15%/Cyclobenzaprine 10%)",
        "",
        "240",
        "",
        "Topical Compounds",
    ),
    (
        "10% gabapentin, 2% cyclobenzaprine, 0.0375% capsaicin cream 120gm",
        "10% gabapentin, 2% cyclobenzaprine, 0.0375% capsaicin",
        "",
        "120",
        "",
        "Topical Compounds",
    ),
    (
        "Flurbiprofen/Capsaicin/Camphor 10%/0.025%/2% 120gm",
        "Flurbiprofen/Capsaicin/Camphor",
        "10%/0.025%/2%",
        "120",
        "",
        "Topical Compounds",
    ),
    (
        "Ketoprofen, gabapentin and lidocaine cream 240gm",
        "Ketoprofen, gabapentin and lidocaine cream",
        "",
        "240",
        "",
        "Topical Compounds",
    ),
    (
        "Tramadol 8%/Gabapentin 10%/Menthol 2%/Camphor 2% #1",
        "Tramadol 8%/Gabapentin 10%/Menthol 2%/Camphor 2%",
        "",
        "1",
        "",
        "Topical Compounds",
    ),
    (
        "Flurbiprofen 20%, Qzelamine HCL 2%, Lidocaine 5% cream 240 grams with 1 refill",
        "Flurbiprofen 20%, Qzelamine HCL 2%, Lidocaine 5%",
        "",
        "240",
        "1",
        "Topical Compounds",
    ),
]

LATER = """
Transdermal fentanyl 25 mcg/hr q72h #10 | fentanyl | 25 mcg/hr | 10 | | Opioids
Flurbiprofen 20%/Tramadol 20% in Mediderm base 240 grams | Flurbiprofen 20%/Tramadol 20% | | 240 | | Topical Compounds
Gab/Lid/Cap/Cam (patch) 10%/2%/.025%/5% gel #120 | Gab/Lid/Cap/Cam | 10%/2%/.025%/5% | 120 | | Topical Compounds
Lidocaine/Hyaluronic acid patch 6%/0.2% #120 | Lidocaine/Hyaluronic acid patch | 6%/0.2% | 120 | | Topical Compounds
Terocin (Menthol 4%/Lidocaine 4%) patch #30 | Terocin (Menthol 4%/Lidocaine 4%) | | 30 | | Topical Analgesics
Terocin 240ml: Capsaicin 0.025%-Menthol 10%-Lidocaine 2.5% | Terocin | | 240 | | Topical Analgesics
Capsaicin 0.025%/Menthol 10%/Camphor 2% cream | Capsaicin 0.025%/Menthol 10%/Camphor 2% | | | | Topical Compounds
HNPC1: Doxepin 10%, Gabapentin 10% cream, 30 grams | HNPC1: Doxepin 10%, Gabapentin 10% | | 30 | | Topical Compounds
Ketoprofen 120gm | Ketoprofen | | 120 | | Topical Analgesics
Hydrocodone 10mg-acetaminophen 325 mg #90 | Hydrocodone | 10mg | 90 | | Opioids
Flurbiprofen 20% cream 120gm, Ketamine 10% cream 60gm | Flurbiprofen | 20% | 120 | | Topical Analgesics
Pennsaid 2% pump | Pennsaid | 2% | | | Topical Analgesics
Savella 12.5 mg-25 mg-50 mg titration pack | Savella | 12.5 mg-25 mg-50 mg | | | Antidepressant
Ibuprofen 800mg 30 tablets x a refill | Ibuprofen | 800mg | 30 | 1 | NSAID
Ibuprofen 800mg qty 60 refills none | Ibuprofen | 800mg | 60 | 0 | NSAID
Naproxen 500 mg two hundred and ten tablets | Naproxen | 500 mg | 210 | | NSAID
Celebrex 200mg twenty-five capsules | Celebrex | 200mg | 25 | | NSAID
Tramadol 50mg 5mg/ml | Tramadol | 50mg 5mg/ml | | | Opioids
Norco 10/325 | Norco | 10/325 | | | Opioids
Norco 10/12/2015 | Norco | | | | Opioids
Zanaflex take 2 tablets at bedtime | Zanaflex | | | | Muscle Relaxant
Lidocaine patch and Norco 10/325mg #60 | Lidocaine patch | | | | Topical Analgesics
Norco and tylenol 500mg | Norco and tylenol | 500mg | | | Opioids
Iontomax (Flurbiprofen 20%/Lidocaine 5%) 60gm | Iontomax (Flurbiprofen 20%/Lidocaine 5%) | | 60 | | Topical Compounds
5% lidocaine, 3% diclofenac in cream 60gm | 5% lidocaine, 3% diclofenac | | 60 | | Topical Compounds
Lidocaine 5% ointment, flurbiprofen 10%/baclofen 2% | Lidocaine | 5% | | | Topical Analgesics
Lidocaine 5%, #2, diclofenac 3% | Lidocaine | 5% | 2 | | Topical Analgesics
Baclofen/Qzel/Menthol cream | Baclofen/Qzel/Menthol cream | | | | Topical Compounds
Norco (one tablet daily) 10/325mg #30 | Norco | 10/325mg | 30 | | Opioids
Norco (generic hydrocodone 10mg) #30 | Norco | 10mg | 30 | | Opioids
Naproxen 1 gram #30 | Naproxen | 1 gram | 30 | | NSAID
Norco with zofran 4mg | Norco | | | | Opioids
"""

VISCOSUPPLEMENTS = """
Synvisc injection to the right knee | Synvisc | | | | Viscosupplementation
Series of three Orthovisc injections, left knee | Orthovisc | | 3 | | Viscosupplementation
Euflexxa injections x 3 for the bilateral knees | Euflexxa | | 3 | | Viscosupplementation
Synvisc-One injection 48mg/6ml | Synvisc-One | 48mg/6ml | | | Viscosupplementation
Five (5) Supartz injections | Supartz | | 5 | | Viscosupplementation
Hyaluronic acid injection, right knee | Hyaluronic acid | | | | Viscosupplementation
Viscosupplementation injections for the left knee #3 | Viscosupplementation | | 3 | | Viscosupplementation
Rt hip Durolane | Durolane | | | | Viscosupplementation
Left knee Hyalgan injections | Hyalgan | | | | Viscosupplementation
"""

UNLISTED = """
Xyzcort 5mg #30 | Xyzcort | 5mg | 30 | | Other Drug
Prescription of Belvanex HCL 25 mg, sixty count | Belvanex HCL | 25 mg | 60 | | Other Drug
Zentrafil #90 capsules | Zentrafil | | 90 | | Other Drug
Dermavexa cream 120gm | Dermavexa cream | | 120 | | Topical Analgesics
Cyclobenzaprin 7.5mg #60 | Cyclobenzaprin | 7.5mg | 60 | | Muscle Relaxant
Cyclobenzparine 7.5mg #60 | Cyclobenzparine | 7.5mg | 60 | | Muscle Relaxant
Cyclobenxyprine 7.5mg #60 | Cyclobenxyprine | 7.5mg | 60 | | Other Drug
Omeprozole 20mg #30 | Omeprozole | 20mg | 30 | | Proton Pump Inhibitors
Hydrocodne/APAP 10/325mg #60 | Hydrocodne/APAP | 10/325mg | 60 | | Opioids
Gabapetnin 600 mg #90 | Gabapetnin | 600 mg | 90 | | Anti-epilepsy drugs
Muscle relaxants | Muscle relaxants | | | | Muscle Relaxant
NSAIDs | NSAIDs | | | | NSAID
"""

NOT_DRUGS = """
Physical therapy 2 times a week for 6 weeks
MRI of the lumbar spine with contrast
Urine drug screen
Urine drug testing for opioids
Lidocaine injection, right shoulder
Trigger point injection with lidocaine 1%
Lumbar epidural steroid injection with Depo-Medrol 80mg
Right knee cortisone injection
Kenalog 40mg injection, left shoulder
Botox injections
Intrathecal morphine pump refill
Baclofen pump trial
Ketamine infusion
Iontophoresis with dexamethasone 4mg/ml
Medication management consultation
Pain management consultation for opioid weaning
Follow-up visit for Norco refill
Cold therapy unit
TENS unit, daily trial, #30
TENS patches #30
Electrode pads #10
Hot/cold gel pack
Memory foam mattress
Iontophoresis with lidocaine 4%/dexamethasone 2%
Sodium xylate 5%/qzelate 10%
#30
Patient education regarding Colace 100mg #60
The workers own Norco habits
Compression stockings 20-30 mmHg
Vitamin D level
Testosterone level
Opioid detoxification program
Genetic testing for narcotic risk
Wrist braces #2
X-ray of the pelvis
Functional restoration program, 80 hours
Gym membership for 6 months
Home health aide 4 hours a day
Right knee arthroscopy
Heating pad
Lumbar facet block with bupivacaine
Acupuncture 12 sessions
Thyroid
Orthopedic pillow #1
Pharmacogenetic test
Surgical assistant
Compound muscle action potential study
Post-operative physical therapy #12
Lumbar brace
Oral surgery consultation
Gel insoles
Bone density scan
Eye examination
"""


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    "line",
    [*table(ORAL), *table(TOPICAL), *MIXTURES, *table(LATER), *table(VISCOSUPPLEMENTS), *table(UNLISTED)],
    ids=lambda line: line[0],
)
def test_a_request_for_a_drug_is_read(line: tuple[str, ...]) -> None:
    request_text, name, strength, quantity, refills, kind = line
    expected = Drug(
        name=name,
        strength=strength or None,
        quantity=float(quantity) if quantity else None,
        refills=int(refills) if refills else None,
    )
    assert read(request_text) == (expected, DrugClass(kind))


@pytest.mark.parametrize("request_text", NOT_DRUGS.strip().splitlines())
def test_a_request_for_a_service_has_no_drug(request_text: str) -> None:
    assert read(request_text) is None


@pytest.mark.parametrize("line", [*table(ORAL)[:20], *table(TOPICAL)[:30]], ids=lambda line: line[0])
def test_every_value_stands_where_its_place_says(line: tuple[str, ...]) -> None:
    document = Document("Some words before. " + line[0] + ": Upheld")
    found = drug(document, Region(19, 19 + len(line[0])))
    assert found is not None
    value, places = found[0].value, found[0].places
    assert document.read(places["name"]) == value.name
    assert (document.read(places["strength"]) if "strength" in places else None) == value.strength
    assert ("quantity" in places) == (value.quantity is not None)
    assert ("refills" in places) == (value.refills is not None)
    if value.quantity is not None and document.read(places["quantity"]).isdigit():
        assert int(document.read(places["quantity"])) == value.quantity


def test_a_hyphen_lost_at_a_line_end_does_not_hide_a_name() -> None:
    found = read("Depomedrol 80mg IM")
    assert found == (Drug(name="Depomedrol", strength="80mg"), DrugClass.ADRENAL_CORTICAL_STEROIDS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Terocin: methyl salicylate 25%, capsaicin 0.025%, menthol 10%", "Terocin"),
        ("FCL twice daily: Flurbiprofen 20%, Baclofen 2%", "FCL"),
        ("FCL: Flurbiprofen 20%, Baclofen 2%", "FCL: Flurbiprofen 20%, Baclofen 2%"),
    ],
)
def test_what_is_in_a_brand_belongs_to_the_name_of_a_compounder_s_brand_alone(text: str, name: str) -> None:
    found = read(text)
    assert found is not None
    assert found[0].name == name


def test_a_request_across_lines_reads_as_one_line() -> None:
    assert read("Tramadol\nER 150 mg\n#30 with\n2 refills") == read("Tramadol ER 150 mg #30 with 2 refills")


def test_what_stands_around_the_request_is_not_read() -> None:
    document = Document("Norco 10/325mg #60: Upheld. Lyrica 75mg: Upheld. Soma 350mg #30 with 2 refills")
    start = document.key.index("lyrica")
    found = drug(document, Region(start, start + len("lyrica 75mg")))
    assert found is not None
    assert found[0].value == Drug(name="Lyrica", strength="75mg")


def test_the_lexicon_is_broad() -> None:
    assert len({name for _, *names in rows("drugs") for name in names}) > 1_500


def test_no_name_has_two_classes() -> None:
    classes: dict[str, str] = {}
    for kind, *names in rows("drugs"):
        for name in names:
            assert classes.setdefault(name, kind) == kind, name
    assert {DrugClass(kind) for kind in classes.values()} == set(DrugClass)


@pytest.mark.parametrize(
    "hostile",
    ["norco " * 20_000, "1" * 100_000, "10% " * 30_000, "a 5%/" * 20_000, "(norco " * 20_000, "#" * 100_000],
    ids=["one name", "digits", "percentages", "mixture", "open parentheses", "number signs"],
)
def test_hostile_text_is_read(hostile: str) -> None:
    found = read(hostile)
    assert found is None or found[0].name
